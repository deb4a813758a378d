import { nearestName } from '../../../engine/index.ts';
import type { TypeProblem, ValuePath } from '../../../wire/types/fitValue.ts';
import { alternativesOf } from '../../../wire/types/valueType.ts';
import { clip } from '../../../text/words.ts';
import { l10n } from '../../text/l10n.ts';
import { wordOfValue, wordsOfType } from './typeWords.ts';

const MAX_NAMES = 12;
const MAX_MESSAGE = 600;

/** What is wrong with a value, what is allowed, and what may have been meant; still to be escaped. */
export function wordsOfProblem(problem: TypeProblem): string {
  return clip(`${wordsFor(problem)}${suggestion(problem)}`, MAX_MESSAGE);
}

/** As `wordsOfProblem`, with its place within the value: `options.breaks: …`. */
export function placedWords(problem: TypeProblem, name = ''): string {
  const place = placeOf(problem, name);
  return place === '' ? wordsOfProblem(problem) : l10n.t('{0}: {1}', place, wordsOfProblem(problem));
}

function wordsFor(problem: TypeProblem): string {
  switch (problem.kind) {
    case 'other':
      return l10n.t('This is {0}, but the type is {1}.', wordOfValue(problem.found), wordsOfType(problem.wanted));
    case 'unknown member':
      return problem.known.length === 0
        ? l10n.t('There is no {0} here: no member is known.', JSON.stringify(problem.name))
        : l10n.t('There is no {0} here, only {1}.', JSON.stringify(problem.name), namesOf(problem.known));
    case 'missing member':
      return l10n.t('{0} is missing: {1}.', JSON.stringify(problem.name), wordsOfType(problem.wanted));
    case 'count':
      return problem.most === Infinity
        ? l10n.t('The list has {0} items, and takes at least {1}.', problem.found, problem.least)
        : problem.most === problem.least
          ? l10n.t('The list has {0} items, and takes {1}.', problem.found, problem.least)
          : l10n.t('The list has {0} items, and takes {1} to {2}.', problem.found, problem.least, problem.most);
  }
}

function suggestion(problem: TypeProblem): string {
  const near = nearest(problem);
  return near === undefined ? '' : ` ${l10n.t('Did you mean {0}?', near)}`;
}

function nearest(problem: TypeProblem): string | undefined {
  if (problem.kind === 'unknown member') return nearestName(problem.name, problem.known);
  if (problem.kind !== 'other' || typeof problem.found !== 'string') return undefined;
  const texts = alternativesOf(problem.wanted).flatMap((each) => (each.kind === 'literal' ? [String(each.value)] : []));
  const near = nearestName(problem.found, texts);
  const literal = alternativesOf(problem.wanted).find((each) => each.kind === 'literal' && String(each.value) === near);
  return literal?.kind === 'literal' ? JSON.stringify(literal.value) : undefined;
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown}, …` : shown;
}

/** A member that is not known, or missing, is named by its message. */
function placeOf({ path, kind }: TypeProblem, name: string): string {
  const shown: ValuePath = kind === 'unknown member' ? path.slice(0, -1) : path;
  let place = name;
  for (const step of shown) {
    if (typeof step === 'number') place += `[${step + 1}]`;
    else place += place === '' ? step : `.${step}`;
  }
  return place;
}
