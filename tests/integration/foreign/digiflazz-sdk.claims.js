// npm digiflazz-sdk 0.1.12: top-ups, bills, balance, price lists. It hands on the whole envelope.
'use strict';

const assert = require('assert/strict');
const { claim, rejection } = require('./claims');
const { lastAnswer } = require('./lead');
const { credentials } = require('./sandbox');

// As its index.d.ts promises them.
const kPrepaid = {
  product_name: 'string', category: 'string', brand: 'string', type: 'string', seller_name: 'string',
  price: 'number', buyer_sku_code: 'string', buyer_product_status: 'boolean', seller_product_status: 'boolean',
  unlimited_stock: 'boolean', stock: 'number', multi: 'boolean', start_cut_off: 'string', end_cut_off: 'string',
  desc: 'string',
};
const kPostpaid = {
  product_name: 'string', category: 'string', brand: 'string', seller_name: 'string', admin: 'number',
  commission: 'number', buyer_sku_code: 'string', buyer_product_status: 'boolean',
  seller_product_status: 'boolean', desc: 'string',
};
const kTransaction = {
  ref_id: 'string', customer_no: 'string', buyer_sku_code: 'string', message: 'string', status: 'string',
  rc: 'string', sn: 'string', buyer_last_saldo: 'number', price: 'number', tele: 'string', wa: 'string',
};

function keepsPromise(value, promise) {
  for (const [key, type] of Object.entries(promise)) {
    assert.equal(typeof value[key], type, `${key} of ${JSON.stringify(value)}`);
  }
}

module.exports = async (foreign, sandbox) => {
  const createClient = foreign('digiflazz-sdk').default;
  const { username, apiKey } = credentials.digi;
  const client = createClient({ username, key: apiKey });
  const say = (text, proof) => claim(`digiflazz-sdk: ${text}`, proof);
  const departs = (text, proof) => claim(`digiflazz-sdk departs: ${text}`, proof);
  // Its transactions lack the user's name; it sends whatever else it is given, and so gets it from here.
  const order = (sku, customerNo, refId, more = {}) =>
    client.transaksi({ sku, customerNo, refId, testing: true, msg: '', username, ...more });
  const refused = async (promise, rc) => {
    const error = await rejection(promise);
    assert.equal(error.message, 'Request failed with status 400: Unknown error occurred');
    assert.equal(lastAnswer().json.data.rc, rc);
  };

  await say('the balance is the deposit', async () => {
    const { data } = await client.cekSaldo();
    assert.equal(data.deposit, (await sandbox.balances()).digi.deposit);
    assert.ok(data.deposit > 0);
  });
  for (const [command, promise, known] of [
    ['prepaid', kPrepaid, 'xld10'],
    ['pasca', kPostpaid, 'pln'],
  ]) {
    await say(`the ${command} price list has every field that it promises, in every line`, async () => {
      const { data } = await client.daftarHarga(command);
      assert.ok(Array.isArray(data) && data.length > 0);
      data.forEach((one) => keepsPromise(one, promise));
      assert.equal(data.filter((one) => one.buyer_sku_code === known).length, 1);
    });
  }
  await say('the same list again within five minutes is refused with rc 83', async () => {
    await refused(client.daftarHarga('prepaid'), '83');
  });
  await say('another key is refused with rc 41', async () => {
    await refused(createClient({ username, key: 'another-key' }).cekSaldo(), '41');
  });

  await say('a top-up of the official test number succeeds and keeps every promise', async () => {
    const { data } = await order('xld10', '087800001230', 'sdk-ok');
    keepsPromise(data, kTransaction);
    assert.equal(data.rc, '00');
    assert.equal(data.sn, '1234567890');
    assert.equal(data.price, 10000);
    assert.equal(data.ref_id, 'sdk-ok');
    const sold = (await sandbox.ledger()).filter((one) => one.ref === 'sdk-ok');
    assert.deepEqual(sold.map((one) => [one.product, one.times]), [['xld10', 1]]);
  });
  await say('a failed top-up is refused with rc 02', async () => {
    await refused(order('xld10', '087800001232', 'sdk-bad'), '02');
  });
  await say('a pending top-up keeps every promise and ends in success', async () => {
    const first = await order('xld25', '087800001233', 'sdk-late');
    keepsPromise(first.data, kTransaction);
    assert.equal(first.data.rc, '03');
    await sandbox.advance('PT2M');
    const { data } = await order('xld25', '087800001233', 'sdk-late');
    keepsPromise(data, kTransaction);
    assert.equal(data.rc, '00');
  });
  await say('max_price below the price is refused with rc 69, at the price it is sold', async () => {
    await refused(order('xld10', '087800001230', 'sdk-max', { maxPrice: 9999 }), '69');
    assert.equal((await order('xld10', '087800001230', 'sdk-max', { maxPrice: 10000 })).data.rc, '00');
  });
  await say('inq-pasca, pay-pasca and status-pasca of a bill', async () => {
    const inquiry = await order('pln', '530000000001', 'sdk-bill', { cmd: 'inq-pasca' });
    assert.equal(inquiry.data.rc, '00');
    assert.equal(inquiry.data.desc.detail.length, 1);
    const paid = await order('pln', '530000000001', 'sdk-bill', { cmd: 'pay-pasca' });
    assert.equal(paid.data.rc, '00');
    assert.notEqual(paid.data.sn, '');
    assert.equal(paid.data.price, inquiry.data.price);
    await sandbox.advance('PT2M');
    const status = await order('pln', '530000000001', 'sdk-bill', { cmd: 'status-pasca' });
    assert.equal(status.data.sn, paid.data.sn);
  });

  await departs('a transaction by its own types has no username: refused with rc 42', async () => {
    const before = (await sandbox.ledger()).length;
    await refused(
      client.transaksi({ sku: 'xld10', customerNo: '087800001230', refId: 'sdk-42', testing: true, msg: '' }),
      '42',
    );
    assert.equal((await sandbox.ledger()).length, before);
  });
  await departs('pln-subscribe has been replaced by inquiry-pln: refused with rc 40', async () => {
    await refused(order('pln', '530000000001', 'sdk-name', { cmd: 'pln-subscribe' }), '40');
  });
  await departs('of a refusal it tells the HTTP status alone, neither rc nor message', async () => {
    const error = await rejection(order('nothing', '1', 'sdk-43'));
    assert.equal(error.message.includes('43'), false);
    assert.equal(lastAnswer().json.data.rc, '43');
  });
};
