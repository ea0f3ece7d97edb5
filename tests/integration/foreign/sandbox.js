// A loket-sandbox of its own for every client: fresh books, no rate limit used up, a clock that may be moved.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');
const { admin } = require('./lead');

const kPatienceMs = 30000;

// One of the clients knows a single id for itself, so that the bank calls it the same in both places.
const credentials = {
  digi: { username: 'username', apiKey: 'apikey-dev' },
  snap: {
    clientId: 'client-1',
    clientSecret: 'sandbox-secret',
    partnerId: 'client-1',
    channelId: '95221',
    sourceAccount: '888801000157610',
  },
};

const running = new Set();

class Sandbox {
  static async start(program) {
    const one = new Sandbox();
    one.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loket-foreign-'));
    fs.writeFileSync(path.join(one.folder, 'credentials.json'), JSON.stringify(credentials));
    one.child = spawn(program, ['--dir', one.folder, '--seed', '7'], { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(one);
    const ready = await one.firstLine();
    one.port = ready.port;
    one.adminPort = ready.admin;
    one.ca = fs.readFileSync(path.join(one.folder, 'ca.pem'), 'utf8');
    one.privateKey = fs.readFileSync(path.join(one.folder, 'partner.pem'), 'utf8');
    return one;
  }

  firstLine() {
    return new Promise((resolve, reject) => {
      let text = '';
      const timer = setTimeout(() => reject(new Error('the sandbox was not ready in time')), kPatienceMs);
      this.child.on('error', reject);
      this.child.on('exit', (status) => reject(new Error(`the sandbox ended with ${status}`)));
      this.child.stdout.on('data', (part) => {
        text += part;
        if (text.includes('\n')) {
          clearTimeout(timer);
          resolve(JSON.parse(text.slice(0, text.indexOf('\n'))));
        }
      });
    });
  }

  stop() {
    running.delete(this);
    this.child.removeAllListeners('exit');
    this.child.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  ledger() {
    return admin(this.adminPort, 'GET', '/ledger');
  }
  balances() {
    return admin(this.adminPort, 'GET', '/balances');
  }
  advance(duration) {
    return admin(this.adminPort, 'POST', '/clock', { advance: duration });
  }
  reset() {
    return admin(this.adminPort, 'POST', '/reset');
  }
}

process.on('exit', () => running.forEach((one) => one.stop()));

module.exports = { Sandbox, credentials };
