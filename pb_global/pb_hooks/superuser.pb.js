/// <reference path="../pb_data/types.d.ts" />

// The superuser of the admin panel comes from the settings, at every start. The password arrives in the environment,
// because a command line can be read by every process of the machine.
onBootstrap(e => {
  e.next()
  const email = $os.getenv('PB_ADMIN_EMAIL')
  const password = $os.getenv('PB_ADMIN_PASSWORD')
  if (!email || !password) return
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  const known = findOrNull(() => $app.findAuthRecordByEmail('_superusers', email))
  // Setting the same password again would end every session of the admin and the backend.
  if (known && known.validatePassword(password)) return
  const record = known || new Record($app.findCollectionByNameOrId('_superusers'))
  record.setEmail(email)
  record.setPassword(password)
  $app.save(record)
})
