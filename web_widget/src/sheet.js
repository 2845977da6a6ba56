// Styles are made by script, which every Content-Security-Policy allows.

/** A style as a sheet. Throws in browsers from before 2023. */
export function sheetOf(style) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  return sheet;
}
