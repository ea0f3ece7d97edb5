// A home as it was made before slots had layers: 64 MiB, two passes, PIN and device mixed in one key. sri 2580, budi 1357.
#pragma once

namespace loket::tests {

inline constexpr const char* kOldSlots = R"({
  "format": "loket-keyslots-1",
  "slots": [
    {
      "box": "15ef58409ad27cd7addebecbf615939379bad477d650f8a1db990088e8cdfd617478b4655ca3f2027f3874d3d6d23329",
      "device": true,
      "kdf": "argon2id13",
      "memory": 67108864,
      "nonce": "5c2547f80d46decddb2d4806a2b1ab173f5f461e9fde6b0b",
      "ops": 2,
      "role": "owner",
      "salt": "e2c38c825650a155c35602e8e559aee9",
      "user": "sri"
    },
    {
      "box": "f09ffdea94ee7f9e56cd4ac12863e76d6ede22b650b43e483f373cdcac5306bfa4874907d53df56867ec9bb710742ed2",
      "device": false,
      "kdf": "argon2id13",
      "memory": 67108864,
      "nonce": "b99c8c48155083ca1853f4916707ecf24f81b195d09fd9f1",
      "ops": 2,
      "role": "recovery",
      "salt": "8c604065625ec30133d63644f2360742",
      "user": "@recovery"
    },
    {
      "box": "c9054f6ea384b1ed6de72d5a5001074db8cf41bbcfbefedcb7a7832fc50a8f700169b75db09eafb4675e56c8de6634f3",
      "device": true,
      "kdf": "argon2id13",
      "memory": 67108864,
      "nonce": "274993c52aef4ea0479536d23828a91f7bc024261a58655f",
      "ops": 2,
      "role": "cashier",
      "salt": "28fc5e2da753d791d362dc49c0ab31b6",
      "user": "budi"
    }
  ]
}
)";
inline constexpr const char* kOldDeviceKey = "79488447ca710774457fecf59f3bbcb1783507904ca15bc6d399241b1122101a";
inline constexpr const char* kOldRecoveryCode = "2KTTVZ-ZMSETP-RGNVQR-779RAJ";

}  // namespace loket::tests
