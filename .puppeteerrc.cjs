// The product uses an installed Chrome or the Chromium inside @sparticuz/chromium; puppeteer must not download one.
module.exports = { skipDownload: true }
