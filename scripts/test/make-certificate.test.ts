import { createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeCertificate } from '../make-certificate.ts'

test('a self-signed certificate names its host, fits its key and is valid now', () => {
  const { certificatePem, privateKeyPem } = makeCertificate('video.example.com')
  const certificate = new X509Certificate(certificatePem)
  expect(certificate.checkHost('video.example.com')).toBe('video.example.com')
  expect(certificate.checkHost('evil.example.com')).toBeUndefined()
  expect(certificate.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.validToDate.getTime()).toBeGreaterThan(Date.now())
})
