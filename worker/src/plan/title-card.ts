import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue, MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import { cardName } from '@f2l/common/captions/card-name.ts'
import { cleanText, shorten } from '@f2l/common/captions/clean-text.ts'
import { shownName } from '@f2l/common/contracts/shown-speakers.ts'

export interface TitleInput {
  options: Pick<ConvertOptions, 'title' | 'speakers' | 'logo' | 'logoKey'>
  notes: MeetingNotes
  /** What is known as a title before the notes were read. */
  title: string | null
  fileName: string
}

const cardSeconds = 2.4
const longestTitle = 120
const mostPeople = 8

/** The title that a person gave, else the meeting's, else what the file's name tells. */
export function chooseTitle({ options, notes, title, fileName }: TitleInput): string {
  const given = [options.title, notes.title, title].map(text => cleanText(text ?? '')).find(text => text !== '')
  return shorten(given ?? titleFromFile(fileName), longestTitle)
}

export function titleCard(input: TitleInput, cues: Cue[], rate: { num: number; den: number }): EditPlan['titleCard'] {
  const { logo, logoKey } = input.options
  return {
    title: chooseTitle(input),
    subtitle: readableDate(input.notes.recordedAt),
    people: peopleOf(input, cues),
    frames: Math.round(cardSeconds * rate.num / rate.den),
    ...(logo === 'on' && logoKey !== null ? { logoKey } : {}),
  }
}

function titleFromFile(fileName: string): string {
  const bare = fileName.split(/[\\/]/).at(-1)!.replace(/\.[A-Za-z0-9]{1,5}$/, '')
  const words = cleanText(bare.replace(/[_+]+/g, ' ').replace(/(\p{L})-+(?=\p{L})/gu, '$1 '))
  return words === '' ? 'Meeting recording' : words.charAt(0).toLocaleUpperCase('en') + words.slice(1)
}

function readableDate(recordedAt: string | null): string {
  const date = new Date(recordedAt ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date)
}

/** Who was there, else who speaks, each as they are called now; those beyond eight are counted. */
function peopleOf({ notes: { participants }, options: { speakers } }: TitleInput, cues: Cue[]): string[] {
  const named = participants.length > 0 ? participants : cues.flatMap(({ speaker }) => speaker ?? [])
  const people = [...new Set(named.map(name => cardName(shownName(name, speakers))))].filter(name => name !== '')
  return people.length <= mostPeople ? people : [...people.slice(0, mostPeople - 1), `and ${people.length - mostPeople + 1} more`]
}
