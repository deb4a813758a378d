import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { callWithValues } from '../../calls/callMethod.ts';
import { chooseArguments, lastArguments } from '../../calls/chooseArguments.ts';
import { makeCall } from '../../calls/makeCall.ts';
import { findMethod, pickMethod } from '../../calls/pickMethod.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';

/**
 * Runs a method; asks for the method and the arguments that were not passed.
 *
 * Other extensions call it with `{inmate, method, args}`; it returns `{recording, outcome}`.
 */
export const runInmateMethod: AppCommand = {
  id: COMMANDS.run,
  async execute(app, argument) {
    const target = readMethodTarget(argument);
    const place = target?.inmate ?? (argument instanceof vscode.Uri ? argument : undefined);
    const project = await pickProject(app, place);
    if (!project) return undefined;
    const name = target?.method;
    if (name !== undefined && target?.args) return callWithValues(app, project, name, target.args);
    const method = name === undefined ? await pickMethod(project) : await findMethod(project, name);
    if (!method) return undefined;
    const choose = target?.ask === 'ifNeeded' ? lastArguments : chooseArguments;
    const chosen = await choose(app, project, method);
    return chosen && makeCall(app, project, method, chosen);
  },
};
