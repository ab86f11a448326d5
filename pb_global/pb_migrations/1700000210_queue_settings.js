/// <reference path="../pb_data/types.d.ts" />

// What an installation needs of PocketBase's own settings.
migrate(
  app => {
    const settings = app.settings()
    settings.meta.appName = 'Fathom-to-Loom'
    // The schema belongs to the migrations: the admin panel offers no controls to change it.
    settings.meta.hideControls = true
    // Every call of the backend is a request: only what went wrong is worth a row (4 = warning).
    settings.logs.minLevel = 4
    settings.logs.maxDays = 7
    settings.logs.logIP = false
    // Everybody reaches PocketBase through our server, from one address: people are limited there, per person.
    // Here only guessing the superuser's password is slowed down.
    settings.rateLimits.enabled = true
    settings.rateLimits.rules = [{ label: '_superusers:authWithPassword', maxRequests: 60, duration: 60 }]
    app.save(settings)
  },
  app => {
    const settings = app.settings()
    settings.rateLimits.enabled = false
    settings.rateLimits.rules = []
    settings.meta.hideControls = false
    app.save(settings)
  },
)
