// npm digiflazz 1.1.1: top-ups, bills, balance, price list.
'use strict';

const assert = require('assert/strict');
const { claim, rejection } = require('./claims');
const { lastAnswer } = require('./lead');
const { credentials } = require('./sandbox');

module.exports = async (foreign, sandbox) => {
  const Digiflazz = foreign('digiflazz');
  const { username, apiKey } = credentials.digi;
  const client = new Digiflazz(username, apiKey);
  const say = (text, proof) => claim(`digiflazz: ${text}`, proof);
  const departs = (text, proof) => claim(`digiflazz departs: ${text}`, proof);
  // Named by the client, and what the sandbox said.
  const refused = async (promise, name, rc) => {
    const error = await rejection(promise);
    assert.equal(error && error.name, name);
    assert.equal(error.data.rc, rc);
    assert.equal(lastAnswer().status, 400);
    return error;
  };

  await say('the balance is the deposit', async () => {
    const { deposit } = await client.cekSaldo();
    assert.equal(deposit, (await sandbox.balances()).digi.deposit);
    assert.ok(deposit > 0);
  });

  await say('a top-up of the official test number succeeds with its documented answer', async () => {
    const before = (await sandbox.balances()).digi.deposit;
    const answer = await client.transaksi('xld10', '087800001230', 'ref-ok');
    assert.equal(answer.rc, '00');
    assert.equal(answer.status, 'Sukses');
    assert.equal(answer.ref_id, 'ref-ok');
    assert.equal(answer.customer_no, '087800001230');
    assert.equal(answer.buyer_sku_code, 'xld10');
    assert.equal(answer.sn, '1234567890');
    assert.equal(answer.price, 10000);
    assert.equal(answer.buyer_last_saldo, before - 10000);
  });
  await say('the same ref_id again is the same answer and one sale', async () => {
    const answer = await client.transaksi('xld10', '087800001230', 'ref-ok');
    assert.equal(answer.rc, '00');
    assert.equal(answer.sn, '1234567890');
    const sold = (await sandbox.ledger()).filter((one) => one.ref === 'ref-ok');
    assert.deepEqual(sold.map((one) => one.times), [1]);
  });
  await say('a failed top-up is a TransactionError with rc 02', async () => {
    await refused(client.transaksi('xld10', '087800001232', 'ref-bad'), 'TransactionError', '02');
  });
  for (const [number, ref, end] of [
    ['087800001233', 'ref-late', 'Sukses'],
    ['087800001234', 'ref-late-bad', 'Gagal'],
  ]) {
    await say(`a pending top-up ends in ${end} when it is asked about`, async () => {
      const first = await client.transaksi('xld25', number, ref);
      assert.equal(first.rc, '03');
      assert.equal(first.status, 'Pending');
      assert.equal(first.sn, '');
      await sandbox.advance('PT2M');
      if (end === 'Gagal') {
        await refused(client.transaksi('xld25', number, ref), 'TransactionError', '02');
      } else {
        const answer = await client.transaksi('xld25', number, ref);
        assert.equal(answer.rc, '00');
        assert.notEqual(answer.sn, '');
      }
    });
  }
  await say('a ref_id with other content is a Conflict with rc 49', async () => {
    await refused(client.transaksi('xld10', '087800001235', 'ref-ok'), 'Conflict', '49');
  });
  await say('an unknown product is refused with rc 43', async () => {
    await refused(client.transaksi('nothing', '087800001230', 'ref-43'), 'InvalidParams', '43');
  });
  await say('another key is an InvalidSignature with rc 41', async () => {
    const stranger = new Digiflazz(username, 'another-key');
    await refused(stranger.cekSaldo(), 'InvalidSignature', '41');
    await refused(stranger.transaksi('xld10', '087800001230', 'ref-41'), 'InvalidSignature', '41');
  });
  await say('another user is refused with rc 42', async () => {
    await refused(new Digiflazz('somebody', apiKey).cekSaldo(), 'InvalidParams', '42');
  });

  for (const [number, bills] of [
    ['530000000001', 1],
    ['530000000002', 2],
  ]) {
    await say(`CEK, BAYAR and STATUS of ${bills} electricity bill(s)`, async () => {
      const ref = `bill-${bills}`;
      const inquiry = await client.transaksi('pln', number, ref, 'CEK');
      assert.equal(inquiry.rc, '00');
      assert.equal(inquiry.desc.lembar_tagihan, bills);
      assert.equal(inquiry.desc.detail.length, bills);
      assert.equal(inquiry.admin, 2500 * bills);
      const total = inquiry.desc.detail.reduce((sum, one) => sum + Number(one.nilai_tagihan) + Number(one.denda), 0);
      assert.equal(inquiry.selling_price, total + inquiry.admin);
      assert.ok(inquiry.price < inquiry.selling_price);
      assert.equal('sn' in inquiry, false);
      const paid = await client.transaksi('pln', number, ref, 'BAYAR');
      assert.equal(paid.rc, '00');
      assert.equal(paid.price, inquiry.price);
      assert.equal(paid.customer_name, inquiry.customer_name);
      assert.notEqual(paid.sn, '');
      await sandbox.advance('PT2M');
      const status = await client.transaksi('pln', number, ref, 'STATUS');
      assert.equal(status.rc, '00');
      assert.equal(status.sn, paid.sn);
    });
  }
  await say('a bill that is not there is BillUnavailable with rc 60', async () => {
    await refused(client.transaksi('pln', '530000000003', 'bill-none', 'CEK'), 'BillUnavailable', '60');
  });
  await say('a bill whose payment fails is a TransactionError with rc 02', async () => {
    assert.equal((await client.transaksi('pln', '530000000006', 'bill-bad', 'CEK')).rc, '00');
    await refused(client.transaksi('pln', '530000000006', 'bill-bad', 'BAYAR'), 'TransactionError', '02');
  });
  await say('a bill without an inquiry is a TransactionError with rc 50', async () => {
    await refused(client.transaksi('pln', '530000000001', 'bill-blind', 'BAYAR'), 'TransactionError', '50');
  });
  await say('a pending bill succeeds when it is asked about', async () => {
    assert.equal((await client.transaksi('pln', '630000000001', 'bill-late', 'CEK')).rc, '00');
    assert.equal((await client.transaksi('pln', '630000000001', 'bill-late', 'BAYAR')).rc, '03');
    await sandbox.advance('PT2M');
    assert.equal((await client.transaksi('pln', '630000000001', 'bill-late', 'STATUS')).rc, '00');
  });

  await departs('its price list has no cmd: refused with rc 40', async () => {
    await refused(client.daftarHarga(), 'InvalidParams', '40');
  });
  await departs('every error of its own says code 41, whatever the rc', async () => {
    const error = await refused(client.transaksi('nothing', '1', 'ref-code'), 'InvalidParams', '43');
    assert.equal(error.code, '41');
  });
  await departs('a code that it does not know (85) is rejected with nothing', async () => {
    assert.equal((await client.transaksi('xld25', '087800001233', 'ref-85')).rc, '03');
    assert.equal(await rejection(client.transaksi('xld25', '087800001233', 'ref-85')), undefined);
    assert.equal(lastAnswer().json.data.rc, '85');
  });
};
