import type { ScenarioDefinition, StepNode } from "./definition";
import type { Problem } from "./problem";

/**
 * Whether the ways of a definition lead somewhere and end. `branches` names the ways out of each step whose config could
 * be read; of the others only what is drawn is followed.
 */
export function checkGraph(definition: Pick<ScenarioDefinition, "firstStepId" | "steps">, branches: ReadonlyMap<string, readonly string[]>): Problem[] {
  const { firstStepId, steps } = definition;
  if (steps.length === 0) return [{ severity: "error", path: "steps", key: "no-steps" }];
  const byId = new Map(steps.map((step) => [step.id, step]));
  const problems = steps.flatMap((step, index) => checkWays(step, `steps[${index}]`, byId, branches.get(step.id)));
  if (firstStepId === null) problems.push({ severity: "error", path: "firstStepId", key: "no-first-step" });
  else if (!byId.has(firstStepId)) problems.push({ severity: "error", path: "firstStepId", key: "first-step-missing", values: { id: firstStepId } });
  return [...problems, ...cycles(steps, byId), ...unreachable(firstStepId, steps, byId)];
}

function checkWays(step: StepNode, path: string, byId: ReadonlyMap<string, StepNode>, branches: readonly string[] | undefined): Problem[] {
  const problems: Problem[] = [];
  for (const branch of branches ?? []) {
    if (step.next[branch] === undefined) problems.push({ severity: "error", path: `${path}.next.${branch}`, stepId: step.id, key: "branch-missing", values: { branch } });
  }
  for (const [branch, next] of Object.entries(step.next)) {
    if (branches && !branches.includes(branch)) problems.push({ severity: "error", path: `${path}.next.${branch}`, stepId: step.id, key: "branch-unknown", values: { branch } });
    if (next !== null && !byId.has(next)) problems.push({ severity: "error", path: `${path}.next.${branch}`, stepId: step.id, key: "branch-dangling", values: { branch, to: next } });
  }
  return problems;
}

/** One problem for each way that leads back to a step on the way to it. */
function cycles(steps: readonly StepNode[], byId: ReadonlyMap<string, StepNode>): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const onWay = new Set<string>();
  const visit = (step: StepNode): void => {
    onWay.add(step.id);
    for (const [branch, next] of Object.entries(step.next)) {
      const following = next === null ? undefined : byId.get(next);
      if (!following) continue;
      if (onWay.has(following.id)) {
        problems.push({ severity: "error", path: `steps[${steps.indexOf(step)}].next.${branch}`, stepId: step.id, key: "cycle", values: { branch, to: following.id } });
      } else if (!done.has(following.id)) {
        visit(following);
      }
    }
    onWay.delete(step.id);
    done.add(step.id);
  };
  for (const step of steps) if (!done.has(step.id)) visit(step);
  return problems;
}

function unreachable(firstStepId: string | null, steps: readonly StepNode[], byId: ReadonlyMap<string, StepNode>): Problem[] {
  if (firstStepId === null || !byId.has(firstStepId)) return [];
  const reached = new Set<string>();
  const open = [firstStepId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = byId.get(id);
    if (!step || reached.has(id)) continue;
    reached.add(id);
    for (const next of Object.values(step.next)) if (next !== null) open.push(next);
  }
  return steps.flatMap((step, index): Problem[] => (reached.has(step.id) ? [] : [{ severity: "warning", path: `steps[${index}]`, stepId: step.id, key: "step-unreachable" }]));
}
