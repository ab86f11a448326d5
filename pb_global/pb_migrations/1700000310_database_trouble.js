/// <reference path="../pb_data/types.d.ts" />

// Why a database was put into quarantine by the program. Empty where an operator did it, so that only they undo it.
migrate(
  app => {
    const databases = app.findCollectionByNameOrId('user_databases')
    databases.fields.add(new TextField({ name: 'trouble', max: 500 }))
    app.save(databases)
  },
  app => {
    const databases = app.findCollectionByNameOrId('user_databases')
    databases.fields.removeByName('trouble')
    app.save(databases)
  },
)
