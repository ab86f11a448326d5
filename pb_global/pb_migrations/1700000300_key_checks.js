/// <reference path="../pb_data/types.d.ts" />

// While a master key is rotated the check values of the new one and of all older ones stand side by side.
migrate(app => {
  const installation = app.findCollectionByNameOrId('installation')
  installation.fields.getByName('key_check').max = 2000
  app.save(installation)
}, app => {
  const installation = app.findCollectionByNameOrId('installation')
  installation.fields.getByName('key_check').max = 120
  app.save(installation)
})
