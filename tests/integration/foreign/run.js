// node run.js SANDBOX PACKAGES: every claim about clients that were not written here, see README.md.
'use strict';

const path = require('path');
const { Module } = require('module');

// The bank's clocks are in Jakarta, and one of the clients writes its time stamps in the machine's own zone.
process.env.TZ = 'Asia/Jakarta';

const [program, packages] = process.argv.slice(2);
const { lead } = require('./lead');
const { Sandbox } = require('./sandbox');
const { totals } = require('./claims');

const kPatienceMs = 120000;
setTimeout(() => {
  console.log(`FAIL!  : all of it within ${kPatienceMs / 1000} s`);
  process.exit(1);
}, kPatienceMs).unref();

// A rejection that a client leaves alone would end the run without a word of which claim it was.
process.on('unhandledRejection', () => {});

// The packages lie in the cache, not beside the sources.
const foreign = Module.createRequire(path.join(packages, 'package.json'));

const suites = [
  ['digiflazz', { 'api.digiflazz.com': '/digiflazz' }],
  ['digiflazz-sdk', { 'api.digiflazz.com': '/digiflazz' }],
  ['doku-nodejs-library', { 'api-sandbox.doku.com': '' }],
];

async function main() {
  console.log('********* integration_foreign *********');
  for (const [name, hosts] of suites) {
    const sandbox = await Sandbox.start(program);
    lead({ port: sandbox.port, ca: sandbox.ca, hosts });
    await require(`./${name}.claims`)(foreign, sandbox);
    sandbox.stop();
  }
  process.exit(totals() ? 0 : 1);
}

main().catch((error) => {
  console.log(`FAIL!  : the run as a whole\n         ${error.stack}`);
  process.exit(1);
});
