/// <reference path="../pb_data/types.d.ts" />

// What a rotation of AES_MASTER_KEY writes. Keys come and go wrapped; this program never sees an open one.

// { keys: [{ user, ifWrapped, wrappedKey, keyId }] } → { rewrapped }
routerAdd('POST', '/api/accounts/databases/rewrap', e => {
  const { rewrapKeys } = require(`${__hooks}/lib/accounts-master-keys.js`)
  return e.json(200, rewrapKeys($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth(), $apis.bodyLimit(262144), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/accounts/databases/forget-old-wrappings', e => {
  const { forgetOldWrappings } = require(`${__hooks}/lib/accounts-master-keys.js`)
  return e.json(200, forgetOldWrappings($app))
}, $apis.requireSuperuserAuth())

// { from, to } → { isDone }
routerAdd('POST', '/api/accounts/key-check', e => {
  const { changeKeyCheck } = require(`${__hooks}/lib/accounts-master-keys.js`)
  return e.json(200, changeKeyCheck($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth(), $apis.bodyLimit(8192))
