// The few texts shown before the chat itself is fetched. All others are in words/, a file for each language.
export const launcherWords = {
  en: {
    label: 'Chat with us',
    pages: 'Use the chat as plain pages',
    failed: 'Sorry, the chat did not load.',
    call: (phone) => `You can also call us on ${phone}.`,
    danger: 'If someone is in danger now, call 999.',
  },
  cy: {
    label: 'Sgwrsio â ni',
    pages: 'Defnyddio’r sgwrs fel tudalennau plaen',
    failed: 'Mae’n ddrwg gennym, ni wnaeth y sgwrs lwytho.',
    call: (phone) => `Gallwch hefyd ein ffonio ar ${phone}.`,
    danger: 'Os oes rhywun mewn perygl nawr, ffoniwch 999.',
  },
};
