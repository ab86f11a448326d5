import { describe, expect, test } from 'vitest'
import { mailWork, type MailWork } from '@f2l/common/contracts/internal-api.ts'
import { composeMail } from '../src/mail/compose.ts'

const publicUrl = 'https://videos.example.com'

function work(changes: Partial<Record<keyof MailWork, unknown>> = {}): MailWork {
  return mailWork.parse({
    kind: 'send-mail', jobId: 'job000000000001', userId: 'usr000000000001', template: 'video-ready',
    to: 'ada@example.com', name: 'Ada', link: `${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv`, title: 'Concept review',
    posterKey: 'videos/one/poster.jpg', sourceSeconds: 3720, videoSeconds: 2460,
    chapters: [{ start: 0, title: 'Start' }, { start: 754.9, title: 'Plastic or metal?' }, { start: 3661, title: 'End' }],
    errorMessage: null, ...changes,
  })
}

describe('the mail that says a video is ready', () => {
  test('leads to the video by button and by poster', () => {
    const { subject, html, text } = composeMail(work(), publicUrl)
    expect(subject).toBe('Your video is ready: Concept review')
    expect(hrefs(html).filter(href => href === `${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv`)).toHaveLength(2)
    expect(html).toContain('src="cid:poster@fathom-to-loom"')
    expect(text).toContain(`\n${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv\n`)
  })

  test('says how much shorter the video is than the meeting', () => {
    expect(composeMail(work(), publicUrl).text).toContain('62 min → 41 min')
    expect(composeMail(work({ sourceSeconds: 162.2, videoSeconds: 118.4 }), publicUrl).html).toContain('2:42 → 1:58')
  })

  test('claims no saving where there is none or nothing is known', () => {
    expect(composeMail(work({ sourceSeconds: null }), publicUrl).text).toContain('It is 41 min long.')
    expect(composeMail(work({ sourceSeconds: 100, videoSeconds: 103 }), publicUrl).text).not.toContain('→')
    expect(composeMail(work({ sourceSeconds: null, videoSeconds: null }), publicUrl).text).not.toMatch(/min|long/)
  })

  test('every chapter is a link to its second', () => {
    const { html, text } = composeMail(work(), publicUrl)
    const share = `${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv`
    expect(hrefs(html)).toEqual(expect.arrayContaining([`${share}?t=0`, `${share}?t=754`, `${share}?t=3661`]))
    expect(text).toContain('12:34  Plastic or metal?')
    expect(text).toContain('1:01:01  End')
  })

  test('a link that has a query keeps it', () => {
    const { html } = composeMail(work({ link: `${publicUrl}/s/x?key=a%26b` }), publicUrl)
    expect(hrefs(html)).toContain(`${publicUrl}/s/x?key=a%26b&t=754`)
  })

  test('without a poster there is no picture at all', () => {
    expect(composeMail(work({ posterKey: null }), publicUrl).html).not.toContain('<img')
  })

  test('83: nothing is loaded from elsewhere: no tracking', () => {
    const { html } = composeMail(work(), publicUrl)
    const sources = [...html.matchAll(/(?:src|url\(|background)="?([^"\s)]+)/g)].map(match => match[1]!)
    expect(sources.filter(source => /^(https?:)?\/\//.test(source))).toEqual([])
  })
})

describe('the other mails', () => {
  test('the one about a failure gives the reason and leads to the recording', () => {
    const { subject, html, text } = composeMail(work({ template: 'video-failed', link: `${publicUrl}/recordings/rec_0123456789abcdef`, errorMessage: 'This link needs a Fathom sign-in.' }), publicUrl)
    expect(subject).toBe('We could not make your video: Concept review')
    for (const body of [html, text]) expect(body).toContain('This link needs a Fathom sign-in.')
    expect(text).toContain('try again')
    expect(hrefs(html)).toEqual([`${publicUrl}/recordings/rec_0123456789abcdef`])
  })

  test.each(['verify-email', 'reset-password'] as const)('%s has exactly its one link, whole', template => {
    const link = `${publicUrl}/verify?token=abc.def-123&next=%2F`
    const { html, text } = composeMail(work({ template, link }), publicUrl)
    expect(hrefs(html)).toEqual([link])
    expect(text).toContain(`\n${link}\n`)
    expect(html).not.toContain('Concept review')
  })

  test('a link may be relative to the product, but must be a web address', () => {
    expect(hrefs(composeMail(work({ template: 'verify-email', link: '/verify?token=1' }), publicUrl).html)).toEqual([`${publicUrl}/verify?token=1`])
    for (const link of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) {
      expect(() => composeMail(work({ link }), publicUrl)).toThrow(expect.objectContaining({ code: 'internal' }))
    }
  })
})

describe('what people and meetings are called', () => {
  const nasty = '<script>alert("1")</script> & \'x\'<img src=//evil.example onerror=y>'

  test('82: never becomes markup', () => {
    for (const template of ['video-ready', 'video-failed', 'first-view', 'verify-email', 'reset-password']) {
      const { html } = composeMail(work({ template, viewerName: nasty, name: '<script>alert("1")<b>', title: nasty, errorMessage: nasty, chapters: [{ start: 1, title: nasty }] }), publicUrl)
      expect(html).not.toMatch(/<script|<img src=\/\/evil|onerror=y>/)
      expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)')
    }
  })

  test('82: cannot leave an attribute', () => {
    const { html } = composeMail(work({ title: '" onload="x' }), publicUrl)
    expect(html).toContain('alt="Watch: &quot; onload=&quot;x"')
  })

  test('83: stays on one line in the subject', () => {
    const { subject } = composeMail(work({ title: 'Plan\r\nBcc: eve@example.com\n\n<b>hi</b>\u2028\u202etxt' }), publicUrl)
    expect(subject).toBe('Your video is ready: Plan Bcc: eve@example.com <b>hi</b> txt')
  })

  test('is shortened in the subject without breaking a character', () => {
    const { subject } = composeMail(work({ title: '🎬'.repeat(400) }), publicUrl)
    expect([...subject]).toHaveLength(150)
    expect(subject.isWellFormed()).toBe(true)
    expect(subject.endsWith('🎬…')).toBe(true)
  })

  test('is named in the mail about the first view, unless it advertises a link', () => {
    const named = composeMail(work({ template: 'first-view', viewerName: 'Bob Lee' }), publicUrl)
    expect(named.subject).toMatch(/^Bob Lee is watching your video: /)
    expect(named.text).toContain('Bob Lee is watching your video. This is its first view')
    for (const viewerName of [null, undefined, 'www.evil', 'x@evil.example']) {
      const { subject, text } = composeMail(work({ template: 'first-view', viewerName }), publicUrl)
      expect(subject).toMatch(/^Somebody is watching your video: /)
      expect(text).toMatch(/ somebody is watching your video/)
      expect(text).not.toContain('evil')
    }
  })

  test('83: is not greeted with when it advertises a link', () => {
    for (const name of ['Win at https://evil.example', 'evil.example', 'write to x@evil.example', 'WWW.evil']) {
      const { text, html } = composeMail(work({ template: 'verify-email', name }), publicUrl)
      for (const body of [text, html]) expect(body).not.toMatch(/evil/i)
    }
    expect(composeMail(work({ template: 'verify-email', name: 'Dr. J. R. O’Neil-Śmith Jr.' }), publicUrl).text).toContain('Hello Dr. J. R. O’Neil-Śmith Jr.,')
  })

  test('may be missing', () => {
    const { subject, text } = composeMail(work({ title: null, name: '' }), publicUrl)
    expect(subject).toBe('Your video is ready: Your recording')
    expect(text).toContain('Hello, your video is ready')
  })
})

describe('in German', () => {
  const german = (changes: Partial<Record<keyof MailWork, unknown>> = {}) => composeMail(work({ language: 'de', ...changes }), publicUrl)

  test('the mail about a finished video says so, with its lengths and chapters', () => {
    const { subject, html, text } = german()
    expect(subject).toBe('Dein Video ist fertig: Concept review')
    expect(text).toContain('Hallo Ada, dein Video ist fertig. Du kannst es jetzt ansehen und teilen. Länge: 62 Min. → 41 Min.\n')
    expect(text).toContain('Kapitel\n')
    expect(html).toContain('<html lang="de">')
    expect(german({ sourceSeconds: 162.2, videoSeconds: 118.4 }).text).toContain('Länge: 2:42 → 1:58.\n')
  })

  test('the reason of a failure is said by its code, and by its sentence where the code is not known', () => {
    const failed = { template: 'video-failed', errorMessage: 'Fathom has no recording behind this link any more.' }
    expect(german({ ...failed, errorCode: 'link.dead' }).text).toContain('> Hinter diesem Link hat Fathom keine Aufnahme mehr.')
    expect(german({ ...failed, errorCode: 'future.code' }).text).toContain('> Fathom has no recording behind this link any more.')
    expect(german({ template: 'video-failed', errorMessage: null }).text).toContain('> Bei uns ist etwas schiefgegangen.')
  })

  test('the first view is told with and without a name', () => {
    expect(german({ template: 'first-view', viewerName: 'Bob Lee' }).subject).toBe('Bob Lee sieht sich dein Video an: Concept review')
    expect(german({ template: 'first-view', viewerName: 'www.evil' }).text).toContain('Hallo Ada, jemand sieht sich gerade dein Video an.')
  })

  test.each(['video-ready', 'video-failed', 'first-view', 'verify-email', 'reset-password'] as const)('%s has no English word left', template => {
    const { subject, text } = german({ template, name: '', title: null, errorMessage: null, chapters: [] })
    expect(`${subject}\n${text}`).not.toMatch(/\b(the|your|you|is|of|this|and|hello|we)\b/i)
  })
})

function hrefs(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(match => match[1]!.replaceAll('&amp;', '&'))
}
