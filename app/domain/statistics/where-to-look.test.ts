import { expect, it } from "vitest";
import { figuresOf, stepFiguresOf } from "./figures";
import { whereToLook } from "./where-to-look";

const steps = [
  { id: "mail", ...stepFiguresOf({ arrived: 100, left: 100 }) },
  { id: "wait", ...stepFiguresOf({ arrived: 100, left: 20, "removed-here": 5 }) },
];

it("R4 points at the step where most people stand when many started and few completed", () => {
  expect(whereToLook(figuresOf({ started: 100, completed: 20, removed: 5 }), steps)?.id).toBe("wait");
});

it("R4 says nothing of a scenario that most complete, or that has hardly begun", () => {
  expect(whereToLook(figuresOf({ started: 100, completed: 60 }), steps)).toBeNull();
  expect(whereToLook(figuresOf({ started: 5 }), steps)).toBeNull();
});

it("R2 Started = Active + Removed + Completed, and Arrived = Standing + Left + Removed here", () => {
  const figures = figuresOf({ started: 10, removed: 3, completed: 5 });
  expect(figures.active + figures.removed + figures.completed).toBe(figures.started);
  expect(steps[1]).toMatchObject({ arrived: 100, standing: 75, left: 20, removedHere: 5 });
});
