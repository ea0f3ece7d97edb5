// One line for each claim, in the words of QtTest: PASS, FAIL! or SKIP.
'use strict';

let passed = 0;
let failed = 0;

// Runs `proof`; what it throws is why the claim does not hold. Later claims are looked at all the same.
async function claim(text, proof) {
  try {
    await proof();
    passed += 1;
    console.log(`PASS   : ${text}`);
  } catch (error) {
    failed += 1;
    const reason = error instanceof Error ? error.message : `rejected with ${JSON.stringify(error)}`;
    console.log(`FAIL!  : ${text}\n         ${reason.split('\n').join('\n         ')}`);
  }
}

// What `promise` is rejected with. That it is not rejected is a failure.
async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a refusal, got ${JSON.stringify(value)}`);
}

function totals() {
  console.log(`Totals: ${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

module.exports = { claim, rejection, totals };
