// States of console and bench as the programs would send them. Everybody in them is fictitious.
export const consoleExamples = [];
export const benchExamples = [];
