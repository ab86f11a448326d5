export const shut = {
  texts: {
    'share.password_required': 'Whoever sent you the link can tell you the password.', 'share.sign_in_required': 'Its owner named the people who may watch. Sign in, and you come back here.',
    'share.not_for_you': 'You are signed in, but its owner has not named your address, or it is not confirmed yet. Ask whoever sent you the link.',
    'share.expired': 'Ask whoever sent it to you for a new one.', 'not_found': 'It may be mistyped, or its owner has taken it back.',
  },
  password: 'Password', missingPassword: 'Enter the password.', watch: 'Watch', signIn: 'Sign in', otherAccount: 'Use another account',
  noCookies: 'The password is right, but your browser keeps no cookies for this site. Allow them and try again.',
  onItsPage: 'Open the video\'s page', onItsPageText: 'It cannot be opened inside this page. On its own page it can.',
}
