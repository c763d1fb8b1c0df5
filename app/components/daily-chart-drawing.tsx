import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { DailyChartProps } from "./daily-chart";

const TEXT = { fontSize: 12, fill: "var(--p-color-text-secondary)" };

export default function DailyChartDrawing({ points, name, formatValue }: DailyChartProps) {
  return (
    <ResponsiveContainer width="100%" height={240}>
      <BarChart data={points} margin={{ top: 8, right: 8, bottom: 0, left: 8 }} accessibilityLayer title={name}>
        <CartesianGrid vertical={false} stroke="var(--p-color-border-secondary)" />
        <XAxis dataKey="label" tick={TEXT} tickLine={false} axisLine={false} minTickGap={24} />
        <YAxis tick={TEXT} tickLine={false} axisLine={false} width={72} tickFormatter={formatValue} allowDecimals={false} />
        <Tooltip formatter={(value) => [formatValue(Number(value)), name]} cursor={{ fill: "var(--p-color-bg-surface-hover)" }} />
        <Bar dataKey="value" name={name} fill="var(--p-color-bg-fill-brand)" radius={[3, 3, 0, 0]} maxBarSize={28} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
