// Leads the hosts that the clients have built in to the sandbox on loopback, and lets them trust its authority.
// Whatever else they would call is refused: no byte of this test leaves the machine.
'use strict';

const https = require('https');
const http = require('http');
const { urlToHttpOptions } = require('url');
const zlib = require('zlib');

const original = https.request;
let target = null;
let last = null;

// `hosts` maps a built-in host to what stands before its paths at the sandbox.
function lead({ port, ca, hosts }) {
  target = { port, ca, hosts, headers: {} };
}

// What a client leaves out, added on the way; {} ends it. Only for headers, which no signature covers.
function addHeaders(headers) {
  target.headers = headers;
}

// The last answer as it came over the wire: clients drop much of it when it is a refusal.
function lastAnswer() {
  return last;
}

// As https.request takes them: (url, options, callback), (url, callback), (options, callback).
function sorted(args) {
  const rest = [...args];
  let options = {};
  if (typeof rest[0] === 'string' || rest[0] instanceof URL) {
    options = urlToHttpOptions(new URL(rest.shift()));
  }
  if (typeof rest[0] === 'object' && rest[0] !== null) {
    options = { ...options, ...rest.shift() };
  }
  return { options, callback: rest.find((one) => typeof one === 'function') };
}

https.request = function request(...args) {
  const { options, callback } = sorted(args);
  const host = options.hostname || options.host;
  if (target === null || !(host in target.hosts)) {
    throw new Error(`${host} is not led anywhere`);
  }
  const headers = { ...options.headers, ...target.headers };
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === 'host') {
      delete headers[name];
    }
  }
  const led = {
    ...options,
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    port: target.port,
    path: target.hosts[host] + options.path,
    ca: target.ca,
    rejectUnauthorized: true,
    servername: '',
    agent: new https.Agent({ keepAlive: false }),
    headers,
  };
  last = null;
  const sent = original.call(https, led, callback);
  sent.prependOnceListener('response', (answer) => {
    const encoding = answer.headers['content-encoding'];
    const parts = [];
    const push = answer.push;
    answer.push = function kept(part, ...more) {
      if (part !== null) {
        parts.push(part);
      } else {
        const text = plain(Buffer.concat(parts), encoding).toString('utf8');
        last = { status: answer.statusCode, text, json: parsed(text) };
      }
      return push.call(this, part, ...more);
    };
  });
  return sent;
};

https.get = function get(...args) {
  const sent = https.request(...args);
  sent.end();
  return sent;
};

function plain(bytes, encoding) {
  const decoders = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync, deflate: zlib.inflateSync };
  return encoding in decoders ? decoders[encoding](bytes) : bytes;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// The sandbox's own door for tests, plain and on loopback; no client knows it.
function admin(port, method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, method, path, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => {
        if (answer.statusCode !== 200) {
          reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
        } else {
          resolve(parsed(text));
        }
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? '' : JSON.stringify(body));
  });
}

module.exports = { lead, addHeaders, lastAnswer, admin };
