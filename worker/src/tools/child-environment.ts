/** What a program needs from our environment to start; everything else there may be secret. */
const harmless = [
  'PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TMPDIR', 'TMP', 'TEMP', 'TZ',
  'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'FONTCONFIG_FILE', 'FONTCONFIG_PATH', 'XDG_CACHE_HOME',
]

/** The environment for programs that we start: keys and passwords of ours stay with us. */
export function childEnvironment(environment: Record<string, string | undefined>): Record<string, string> {
  const child: Record<string, string> = {}
  for (const name of harmless) {
    const value = environment[name]
    if (value !== undefined) child[name] = value
  }
  return child
}
