import type * as english from '../en/shut.ts'

export const shut: typeof english.shut = {
  texts: {
    'share.password_required': 'Wer dir den Link geschickt hat, kann dir das Passwort sagen.', 'share.sign_in_required': 'Wer das Video geteilt hat, hat festgelegt, wer es sehen darf. Melde dich an, danach kommst du hierher zurück.',
    'share.not_for_you': 'Du bist angemeldet, aber deine Adresse steht nicht auf der Liste oder ist noch nicht bestätigt. Frag die Person, die dir den Link geschickt hat.',
    'share.expired': 'Bitte die Person, die ihn dir geschickt hat, um einen neuen.', 'not_found': 'Vielleicht ist er vertippt, oder er wurde zurückgenommen.',
  },
  password: 'Passwort', missingPassword: 'Gib das Passwort ein.', watch: 'Ansehen', signIn: 'Anmelden', otherAccount: 'Anderes Konto verwenden',
  noCookies: 'Das Passwort stimmt, aber dein Browser speichert für diese Website keine Cookies. Erlaube sie und versuch es noch einmal.',
  onItsPage: 'Seite des Videos öffnen', onItsPageText: 'Hier eingebettet lässt sich das Video nicht öffnen, auf seiner eigenen Seite schon.',
}
