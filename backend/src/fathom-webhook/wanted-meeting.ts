import type { MeetingRules } from '@f2l/common/contracts/fathom-webhook.ts'
import { meetingSeconds, type FathomMeeting } from '@f2l/common/fathom/meeting.ts'

/**
 * Why a meeting is not converted by itself, in one sentence; null where it is. All of what is set must hold. `type` is the meeting's
 * type as far as it is known. What a meeting does not tell (an impromptu one has no times and no invitees) speaks against it
 * only where a rule asks for just that; a length that is not known is not too short.
 */
export function whyNotWanted(meeting: FathomMeeting, rules: MeetingRules, type: string | null): string | null {
  if (!rules.isOn) return 'Converting by itself was turned off.'
  const seconds = meetingSeconds(meeting)
  if (seconds !== null && seconds < rules.leastMinutes * 60) return `It is shorter than ${rules.leastMinutes} ${rules.leastMinutes === 1 ? 'minute' : 'minutes'}.`
  if (rules.onlyExternal && !hasGuests(meeting)) return 'Nobody from outside was invited.'
  if (rules.domains.length > 0 && !domainsOf(meeting).some(domain => isBelowOne(domain, rules.domains))) return 'Nobody of the chosen mail domains was invited.'
  if (rules.meetingTypes.length > 0 && !rules.meetingTypes.some(wanted => isSameName(wanted, type))) return type === null ? 'It has none of the chosen meeting types.' : `Its meeting type is “${type}”.`
  return null
}

/** Fathom's own word where it gives one; else whoever was invited from another domain than the recorder's. */
function hasGuests(meeting: FathomMeeting): boolean {
  if (meeting.calendar_invitees_domains_type === 'one_or_more_external') return true
  if (meeting.calendar_invitees_domains_type === 'only_internal') return false
  const own = domainOf(meeting.recorded_by)
  return invitees(meeting).some(invitee => invitee.is_external ?? (own !== null && domainOf(invitee) !== null && domainOf(invitee) !== own))
}

function domainsOf(meeting: FathomMeeting): string[] {
  return invitees(meeting).map(domainOf).filter(domain => domain !== null)
}

function invitees(meeting: FathomMeeting) {
  return (meeting.calendar_invitees ?? []).filter(invitee => invitee !== null)
}

function domainOf(person: { email?: string | null | undefined; email_domain?: string | null | undefined } | null | undefined): string | null {
  const domain = person?.email_domain ?? person?.email?.slice(person.email.lastIndexOf('@') + 1)
  return domain?.trim().toLowerCase() || null
}

/** `example.com` means `eu.example.com`, too, and never `notexample.com`. */
function isBelowOne(domain: string, wanted: readonly string[]): boolean {
  return wanted.some(one => domain === one || domain.endsWith(`.${one}`))
}

function isSameName(a: string, b: string | null): boolean {
  return b !== null && a.toLowerCase() === b.toLowerCase()
}
