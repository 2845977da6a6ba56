/** What each language is called in itself. */
export const NAMES = { en: 'English', cy: 'Cymraeg' };
