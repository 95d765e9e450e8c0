/**
 * The equations of each cell, as data: a formula, the same with numbers in it, and what comes out. `{f}` is this
 * step's value of the unit's series `f` in the trace, `{d_h_future<}` a value one step earlier, `{f>}` one later (0 where
 * nothing comes back: at T and at a cut); a line may be broken at `|`. A new cell is a new entry.
 */

/**
 * @typedef {object} Line
 * @property {string} formula
 * @property {string} [numbers]
 * @property {string} [result]
 * @property {string} [gate] a gate that may be held: then it has no formula
 * @property {boolean} [half] short enough for two in a row
 */
/** @typedef {{ forward: Line[], backward: Line[], carry?: { gate: string, one: string, zero?: string } }} Equations */

const ARRIVAL = {
  formula: "δh_t = ∂L_t/∂h_t + [t+1 → t]",
  numbers: "{d_h_local} + {d_h_future}",
  result: "{d_h}",
};

/** @type {Record<string, Line>} */
const ACTIVATIONS = {
  tanh: { formula: "h_t = tanh(a_t)", numbers: "tanh({a_h})", result: "{h}" },
  relu: { formula: "h_t = max(0, a_t)", numbers: "max(0, {a_h})", result: "{h}" },
  identity: { formula: "h_t = a_t", result: "{h}" },
};

/** @type {Record<string, string>} */
const SLOPES = { tanh: "(1 - h_{t}^{2})", relu: "[a_t > 0]", identity: "1" };

/** @param {string} gate */
const sigmoid = (gate) => ({
  gate,
  formula: `${gate}_t = σ({a_${gate}})`,
  result: `{${gate}}`,
  half: true,
});

/** @param {string} gate */
const tanh = (gate) => ({ ...sigmoid(gate), formula: `${gate}_t = tanh({a_${gate}})` });

/** @type {Record<string, (config: Record<string, any>) => Equations>} */
const CELLS = {
  rnn: ({ activation = "tanh" }) => ({
    forward: [
      { formula: "a_t = W_{xh} x_t | + W_{hh} h_{t-1} + b_h", result: "{a_h}" },
      ACTIVATIONS[activation] ?? ACTIVATIONS.tanh,
    ],
    backward: [
      ARRIVAL,
      { formula: `h_{t-1} ← W_{hh}^T (δh_t ⊙ ${SLOPES[activation] ?? SLOPES.tanh})`, result: "{d_h_future<}" },
    ],
  }),
  lstm: () => ({
    forward: [
      sigmoid("i"),
      sigmoid("f"),
      tanh("g"),
      sigmoid("o"),
      { formula: "c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t", numbers: "{f} · {c_prev} + {i} · {g}", result: "{c}" },
      { formula: "h_t = o_t ⊙ tanh(c_t)", numbers: "{o} · tanh({c})", result: "{h}" },
    ],
    backward: [
      ARRIVAL,
      {
        formula: "δc_t = δh_t ⊙ o_t ⊙ (1 - tanh^2 c_t) | + f_{t+1} ⊙ δc_{t+1}",
        numbers: "{d_h} · {o} · (1 - tanh^2 {c}) | + {f>} · {d_c>}",
        result: "{d_c}",
      },
      { formula: "c_{t-1} ← f_t ⊙ δc_t", numbers: "{f} · {d_c}" },
    ],
    carry: { gate: "f", one: "equations.carousel", zero: "equations.closed" },
  }),
  gru: () => ({
    forward: [
      sigmoid("r"),
      sigmoid("z"),
      { formula: "m_t = W_{hn} h_{t-1} + b_{hn}", result: "{m}" },
      { gate: "n", formula: "n_t = tanh(W_{xn} x_t | + b_n + r_t ⊙ m_t)", numbers: "tanh({a_n})", result: "{n}" },
      {
        formula: "h_t = (1 - z_t) ⊙ n_t | + z_t ⊙ h_{t-1}",
        numbers: "(1 - {z}) · {n} | + {z} · {h_prev}",
        result: "{h}",
      },
    ],
    backward: [
      ARRIVAL,
      { formula: "h_{t-1} ← z_t ⊙ δh_t + W_{hh}^T(…)", numbers: "{z} · {d_h} + …", result: "{d_h_future<}" },
    ],
    carry: { gate: "z", one: "equations.hold" },
  }),
};

/**
 * @param {string} cell
 * @param {Record<string, any>} config
 * @returns {Equations}
 */
export const equationsOf = (cell, config) => CELLS[cell]?.(config) ?? { forward: [], backward: [ARRIVAL] };
