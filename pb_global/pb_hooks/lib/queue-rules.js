/** The rules of the queue as the settings give them; the defaults are those of common/src/config.ts. */
function queueRules() {
  return {
    concurrency: setting('QUEUE_CONCURRENCY', 1),
    leaseSeconds: setting('QUEUE_LEASE_SECONDS', 30),
    maxPendingJobs: setting('MAX_PENDING_JOBS', 50),
    // First wait before a retry; doubles with every attempt, up to ten minutes.
    retryBaseSeconds: setting('QUEUE_RETRY_BASE_SECONDS', 10),
    retryMostSeconds: 600,
  }
}

function setting(name, fallback) {
  const given = $os.getenv(name)
  const value = Number(given)
  return given === '' || !Number.isFinite(value) || value < 0 ? fallback : value
}

module.exports = { queueRules }
