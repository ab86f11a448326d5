import { plural } from './count.ts'

export const insights = {
  title: 'Insights', emptyTitle: 'Nobody has watched this video yet',
  emptyText: 'Share its link. A view counts after five seconds, or after three quarters of a short video; your own views never count.',
  views: (value: number): string => plural.select(value) === 'one' ? 'view' : 'views', viewers: (value: number): string => plural.select(value) === 'one' ? 'viewer' : 'viewers',
  comments: (value: number): string => plural.select(value) === 'one' ? 'comment' : 'comments', reactions: (value: number): string => plural.select(value) === 'one' ? 'reaction' : 'reactions',
  seen: 'of the video seen on average', clicked: (seenBy: string) => `of ${seenBy} pressed your button`,
  curve: 'How much of each moment was seen', curveSummary: (start: string, end: string, least: string, at: string) => `${start} of the viewers saw the beginning, ${end} the end. Least was seen at ${at}: ${least}.`,
  curveAt: (share: string, time: string) => `${share} at ${time}`, curveTable: 'The curve as a table', moment: 'From', share: 'Seen by',
  legend: 'Seen by', legendFew: 'nobody', legendAll: 'everybody',
  viewerTable: 'Viewers', somebody: 'Somebody', name: 'Name', watched: 'Watched', viewCount: 'Views', last: 'Last view', pressed: 'Pressed', yes: 'Yes', no: 'No',
  latestOnly: (shown: string, all: string) => `The latest ${shown} of ${all}. The CSV has all of them.`, showAll: (value: string) => `Show all ${value}`,
  days: 'Views in the last 30 days', daysNone: 'None in the last 30 days.', dayViews: (day: string, views: string) => `${day}: ${views}`, csv: 'Viewers as CSV', today: 'today',
  private: 'Viewers who ask not to be followed are counted without a name, each visit by itself.',
}
