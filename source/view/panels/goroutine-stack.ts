import type {StacksLook} from '../../session/model.ts';

/**
 * What a look at the full stacks tells of one goroutine, written much as the runtime does: its group's stack, without
 * arguments, which are not remembered. Undefined where the look does not hold it.
 *
 * Example output: `['goroutine 38 [chan send, 2 minutes]:', 'main.worker', '\t/srv/app/main.go:30']`
 */
export function goroutineStack(id: number, look: StacksLook | undefined): readonly string[] | undefined {
  for (const {members, identity, status, creators} of look?.snapshot.groups ?? []) {
    const at = members?.ids.indexOf(id) ?? -1;
    if (members === undefined || at === -1) continue;
    const minutes = members.waitMinutes[at] ?? 0;
    const waits = minutes === 0 ? '' : `, ${minutes} minute${minutes === 1 ? '' : 's'}`;
    const locked = members.lockedToThread[at] === 1 ? ', locked to thread' : '';
    const parent = members.createdBy[at] ?? 0;
    // Of several lines that start such goroutines, nobody remembers which one started this.
    const [creator] = creators.length === 1 ? creators : [];
    return [
      `goroutine ${id} [${status}${waits}${locked}]:`,
      ...identity.stack.flatMap((frame) => [frame.function, `\t${frame.file}:${frame.line}`]),
      ...(creator === undefined
        ? parent === 0
          ? []
          : [`created in goroutine ${parent}`]
        : [
            `created by ${creator.frame.function}${parent === 0 ? '' : ` in goroutine ${parent}`}`,
            `\t${creator.frame.file}:${creator.frame.line}`,
          ]),
    ];
  }

  return undefined;
}
