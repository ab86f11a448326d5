/**
 * Fathom's summaries link back to its own player (`…?timestamp=12.5`). Those links become `?t=12.5`, in seconds of the
 * source: whoever shows the summary maps them to the video. Other links stay as they are.
 */
export function rewriteTimestampLinks(markdown: string, shareUrl: string): string {
  const hosts = new Set([new URL(shareUrl).host, 'fathom.video', 'www.fathom.video'])
  return markdown.replace(/\]\((https?:\/\/[^\s()]+)\)/g, (whole, link: string) => {
    if (!URL.canParse(link)) return whole
    const url = new URL(link)
    const seconds = url.searchParams.get('timestamp')
    return hosts.has(url.host) && seconds !== null && /^\d+(\.\d+)?$/.test(seconds) ? `](?t=${Number(seconds)})` : whole
  })
}
