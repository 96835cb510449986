/** A comment is a reaction, a remark and a farewell; each fits any other. */
export const REACTIONS = [
  'Thank you for writing this down.',
  'I read this twice.',
  'This made my morning.',
  'I had the very same experience.',
  'Well put.',
  'I am not sure that I agree.',
  'What a lovely story.',
  'You have convinced me.',
  'This is just what I was looking for.',
  'I smiled at the last line.',
  'My sister sent me here.',
  'Interesting, and quite unlike my own attempts.',
]

/** `*` stands for the post's pastime. */
export const REMARKS = [
  'I started with * last year and wish that I had known this then.',
  'After ten years of * I still make that mistake.',
  'Nobody told me that * would take up the whole weekend.',
  'My father got me into *, and he would have liked this.',
  'For me the hard part of * is to begin.',
  'I gave up on * once, and now I want to try again.',
  'There is a small group here that meets for * every second Thursday.',
  'You make * sound much easier than it is.',
  'I never thought that * was for me, until now.',
  'We tried * with friends last month and laughed a lot.',
  'The best thing about * is that nobody is in a hurry.',
  'A good book about * would help; do you know one?',
  'It took me three attempts before * became fun.',
  'I keep a notebook about *, and half of it is your advice.',
]

export const FAREWELLS = [
  'Please write more.',
  'Could you add a picture?',
  'I will report back in a month.',
  'Greetings from the coast.',
  'Does this also work in winter?',
  'How long did it take you in all?',
  'I have shared it with my class.',
  'Looking forward to the next one.',
  'What would you do differently today?',
  'Good luck with it!',
]
