/// <reference path="../pb_data/types.d.ts" />

routerAdd('GET', '/api/queue/figures', e => {
  const { figures } = require(`${__hooks}/lib/queue-figures.js`)
  return e.json(200, figures($app))
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())
