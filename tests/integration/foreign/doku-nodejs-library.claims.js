// npm doku-nodejs-library 1.0.52: SNAP token, signatures, and the calls that can be pointed to this bank.
'use strict';

const assert = require('assert/strict');
const crypto = require('crypto');
const { claim, rejection } = require('./claims');
const { addHeaders, lastAnswer } = require('./lead');
const { credentials } = require('./sandbox');

// Published with the demonstration of a bank's signature, and our own.
const kVectors = [
  {
    secret: 'myclientsecret', token: 'myaccesstoken', path: '/v1.0/qr/qr-mpm-generate',
    timestamp: '2024-03-05T10:37:16.196Z',
    body: {
      partnerReferenceNo: '2020102900000000000001', amount: { value: '12345678.00', currency: 'IDR' },
      feeAmount: { value: '12345678.00', currency: 'IDR' }, merchantId: '00007100010926',
      terminalId: '213141251124', validityPeriod: '2009-07-03T12:08:56-07:00',
    },
    signature: 'wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ==',
  },
  {
    secret: 'sandbox-secret', token: 'tok-abc123', path: '/v1.0/transfer-intrabank',
    timestamp: '2026-08-22T10:00:00+07:00',
    body: {
      partnerReferenceNo: '20260822000000000001', amount: { value: '100000.00', currency: 'IDR' },
      beneficiaryAccountNo: '888801000157508', currency: 'IDR', customerReference: 'INV-1', feeType: 'OUR',
      remark: 'setor tunai', sourceAccountNo: '888801000157610', transactionDate: '2026-08-22T10:00:00+07:00',
    },
    signature: 'yTpT62m5b97og8twryuuHl5xwrDnLNOf1zuiEA+SLsFrKlxxojGeARHq++byTFf9ei3ReIQlQVpKdO/kyuTskQ==',
  },
];

module.exports = async (foreign, sandbox) => {
  const { Snap } = foreign('doku-nodejs-library');
  const config = foreign('doku-nodejs-library/_commons/config');
  const tokens = foreign('doku-nodejs-library/_services/tokenService');
  const DirectDebit = foreign('doku-nodejs-library/_controllers/directDebitController');
  const VirtualAccounts = foreign('doku-nodejs-library/_controllers/vaController');
  const { clientId, clientSecret, channelId, sourceAccount } = credentials.snap;
  const { privateKey } = sandbox;
  const publicKey = crypto.createPublicKey(privateKey);
  const say = (text, proof) => claim(`doku: ${text}`, proof);
  const departs = (text, proof) => claim(`doku departs: ${text}`, proof);
  const refused = async (promise, code, message) => {
    const error = await rejection(promise);
    assert.equal(error.response.data.responseCode, code);
    assert.equal(error.response.data.responseMessage, message);
    assert.equal(error.response.status, Number(code.slice(0, 3)));
  };

  // Its paths are signed and therefore not changed on the way: it is configured with this bank's.
  config.ACCESS_TOKEN = '/snap/v1.0/access-token/b2b';
  config.DIRECT_DEBIT_BALANCE_INQUIRY_URL = '/snap/v1.0/balance-inquiry';
  config.DIRECT_DEBIT_PAYMENT_URL = '/snap/v1.0/transfer-intrabank';
  config.CHECK_STATUS_VA = '/snap/v1.0/transfer/status';

  // Its constructor fetches a token without waiting for it; every client made here waits for one of its own.
  const made = async (id, key) => {
    const snap = new Snap({ isProduction: false, privateKey: key, clientID: id, secretKey: clientSecret });
    return { snap, token: await snap.getTokenB2B() };
  };
  const { token } = await made(clientId, privateKey);
  // Its calls pass the millisecond off as a number that is used once, so that two may not share one.
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5));
  const balance = async (accessToken, secret = clientSecret) => {
    await aMoment();
    const body = { partnerReferenceNo: 'B1', accountNo: sourceAccount, additionalInfo: {} };
    return new DirectDebit().doBalanceInquiry(
      body, privateKey, clientId, '127.0.0.1', 'no-customer', accessToken, secret, false);
  };
  const transfer = async (reference, value) => {
    await aMoment();
    const body = {
      partnerReferenceNo: reference, amount: { value, currency: 'IDR' }, beneficiaryAccountNo: '888801000157508',
      currency: 'IDR', feeType: 'OUR', remark: 'setor tunai', sourceAccountNo: sourceAccount,
      transactionDate: '2026-08-22T10:00:00+07:00', additionalInfo: {},
    };
    return new DirectDebit().doPayment(
      body, privateKey, clientId, token.accessToken, 'no-customer', clientSecret, false, '127.0.0.1');
  };

  await say('the token request is accepted and its answer is what the client promises', async () => {
    assert.equal(token.responseCode, '2007300');
    assert.equal(token.tokenType, 'Bearer');
    assert.equal(token.expiresIn, '900');
    assert.ok(token.accessToken.length > 0);
  });
  await say('a token request with another key is refused: 4017300 [Signature]', async () => {
    const other = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pem = other.export({ type: 'pkcs8', format: 'pem' });
    await refused(made(clientId, pem), '4017300', 'Unauthorized. [Signature]');
  });
  await say('a token request of another client is refused: 4017300 [Unknown client]', async () => {
    await refused(made('client-2', privateKey), '4017300', 'Unauthorized. [Unknown client]');
  });
  await say('its symmetric signature is that of the published vectors', async () => {
    for (const one of kVectors) {
      const made = tokens.generateSymmetricSignature(
        'POST', one.path, one.token, one.body, one.timestamp, one.secret);
      assert.equal(made, one.signature);
    }
  });
  await say('its asymmetric transaction signature is the book\'s for a body without spaces', async () => {
    assert.ok(byTheBook({ partnerReferenceNo: '1', remark: 'setor' }));
  });

  addHeaders({ 'CHANNEL-ID': channelId });
  await say('with CHANNEL-ID added, its signed balance inquiry is accepted and parses', async () => {
    const answer = await balance(token.accessToken);
    assert.equal(answer.responseCode, '2001100');
    assert.equal(answer.accountNo, sourceAccount);
    const { availableBalance } = answer.accountInfos[0];
    assert.deepEqual(availableBalance, { value: `${(await sandbox.balances()).bank.balance}.00`, currency: 'IDR' });
  });
  await say('with CHANNEL-ID added, its signed transfer moves the money once', async () => {
    const before = (await sandbox.balances()).bank.balance;
    const answer = await transfer('doku-1', '100000.00');
    assert.equal(answer.responseCode, '2001700');
    assert.equal(answer.partnerReferenceNo, 'doku-1');
    assert.notEqual(answer.referenceNo, null);
    assert.equal((await sandbox.balances()).bank.balance, before - 100000);
    await refused(transfer('doku-1', '100000.00'), '4091701', 'Duplicate partnerReferenceNo');
    await refused(transfer('doku-1', '100001.00'), '4041718', 'Inconsistent Request');
    const moved = (await sandbox.ledger()).filter((one) => one.ref === 'doku-1');
    assert.deepEqual(moved.map((one) => [one.amount, one.times]), [[100000, 1]]);
  });
  await say('signed with another secret it is refused: 4011100 [Signature]', async () => {
    await refused(balance(token.accessToken, 'another-secret'), '4011100', 'Unauthorized. [Signature]');
  });
  await say('a token that the bank did not give is refused: 4011101', async () => {
    await refused(balance('no-token'), '4011101', 'Invalid Token (B2B)');
  });
  await departs('two calls in one millisecond have one X-EXTERNAL-ID: refused with 4091100', async () => {
    await aMoment();
    const { now } = Date;
    const frozen = now();
    Date.now = () => frozen;
    const call = () =>
      new DirectDebit().doBalanceInquiry(
        { accountNo: sourceAccount, additionalInfo: {} }, privateKey, clientId, '127.0.0.1', 'no-customer',
        token.accessToken, clientSecret, false);
    try {
      assert.equal((await call()).responseCode, '2001100');
      await refused(call(), '4091100', 'Conflict');
    } finally {
      Date.now = now;
    }
  });
  addHeaders({});

  await departs('its direct debit calls have no CHANNEL-ID: refused with 4001102', async () => {
    await refused(balance(token.accessToken), '4001102', 'Invalid Mandatory Field CHANNEL-ID');
  });
  const status = () =>
    new VirtualAccounts().doCheckStatusVa(
      { originalPartnerReferenceNo: 'doku-1', serviceCode: '17' }, privateKey, clientId, token.accessToken,
      clientSecret, false);
  await departs('its status inquiry has an X-EXTERNAL-ID of 50 letters: refused with 4003601', async () => {
    await refused(status(), '4003601', 'Invalid Field Format X-EXTERNAL-ID');
  });
  await departs('its CHANNEL-ID has three letters: refused with 4003601', async () => {
    addHeaders({ 'X-EXTERNAL-ID': '123456789012345' });
    await refused(status(), '4003601', 'Invalid Field Format CHANNEL-ID');
    addHeaders({});
  });
  await say('with both mended on the way, its signed status inquiry is accepted', async () => {
    addHeaders({ 'X-EXTERNAL-ID': '123456789012346', 'CHANNEL-ID': channelId });
    // It reads the answer as that of a virtual account, which this is not.
    assert.ok((await rejection(status())) instanceof TypeError);
    addHeaders({});
    const { json } = lastAnswer();
    assert.equal(json.responseCode, '2003600');
    assert.equal(json.originalPartnerReferenceNo, 'doku-1');
    assert.equal(json.latestTransactionStatus, '00');
  });
  await departs('its time stamp in a zone of half hours is none: refused with 4007301', async () => {
    process.env.TZ = 'Asia/Kolkata';
    try {
      await refused(made(clientId, privateKey), '4007301', 'Invalid Field Format X-TIMESTAMP');
    } finally {
      process.env.TZ = 'Asia/Jakarta';
    }
  });
  await departs('its asymmetric signature takes the spaces out of the values too', async () => {
    assert.equal(byTheBook({ partnerReferenceNo: '1', remark: 'setor tunai' }), false);
  });
  await departs('it goes on with a token that has ended: refused with 4011101', async () => {
    const { snap } = await made(clientId, privateKey);
    snap.tokenGeneratedTimestamp = Date.now() - 3600 * 1000;
    await sandbox.reset();
    const TokenController = foreign('doku-nodejs-library/_controllers/tokenController');
    assert.equal(
      new TokenController().isTokenInvalid(snap.tokenB2B, snap.tokenExpiresIn, snap.tokenGeneratedTimestamp), false);
    addHeaders({ 'CHANNEL-ID': channelId });
    await refused(balance(snap.tokenB2B), '4011101', 'Invalid Token (B2B)');
    addHeaders({});
  });

  // Verified here and not by the sandbox, which is never sent one.
  function byTheBook(body) {
    const path = '/snap/v1.0/debit/notify';
    const timestamp = '2026-08-22T10:00:00+07:00';
    const signature = tokens.generateSignatureV2(privateKey, clientId, timestamp, { path, body });
    const hash = crypto.createHash('sha256').update(JSON.stringify(body)).digest('hex');
    return crypto.verify(
      'sha256', Buffer.from(`POST:${path}:${hash}:${timestamp}`), publicKey, Buffer.from(signature, 'base64'));
  }
};
