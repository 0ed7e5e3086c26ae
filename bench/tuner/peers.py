"""Runs one open tuner on the benchmark's objectives. Usage: peers.py PEER plain|shifted|held-out SEEDS TRIALS FILE

Appends a line of JSON for each seed and objective that FILE has not: {"objective", "seed", "values", "true"}, to six
digits; "true" are the values without the noise of an objective that has some.
"""
import json
import logging
import os
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
node = subprocess.Popen(
    ["node", os.path.join(HERE, "evaluate.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)


def ask(question):
    node.stdin.write(json.dumps(question) + "\n")
    node.stdin.flush()
    return json.loads(node.stdout.readline())


def optuna_search(kind):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)

    def run(space, value, seed, trials):
        sampler = {"optuna-tpe": optuna.samplers.TPESampler, "optuna-gp": optuna.samplers.GPSampler}[kind](seed=seed)
        values = []

        def objective(trial):
            params = {}
            for q in space:
                name = q["name"]
                if q["type"] == "categorical":
                    params[name] = trial.suggest_categorical(name, q["values"])
                elif q["type"] == "int":
                    params[name] = trial.suggest_int(name, q["min"], q["max"], log=q["scale"] == "log")
                else:
                    params[name] = trial.suggest_float(name, q["min"], q["max"], log=q["scale"] == "log")
            values.append(value(params))
            return values[-1]

        optuna.create_study(sampler=sampler).optimize(objective, n_trials=trials)
        return values

    return run


def syne_tune_search():
    import numpy as np
    from syne_tune.config_space import choice, lograndint, loguniform, randint, uniform
    from syne_tune.optimizer.baselines import BayesianOptimization

    logging.disable(logging.CRITICAL)

    def domain(q):
        if q["type"] == "categorical":
            return choice(q["values"])
        make = {"float": {"log": loguniform, "linear": uniform}, "int": {"log": lograndint, "linear": randint}}
        return make[q["type"]][q["scale"]](q["min"], q["max"])

    def run(space, value, seed, trials):
        from syne_tune.backend.trial_status import Trial
        from datetime import datetime

        np.random.seed(seed)
        scheduler = BayesianOptimization(
            {q["name"]: domain(q) for q in space}, metric="value", mode="min", random_seed=seed,
            search_options={"debug_log": False},
        )
        values = []
        for i in range(trials):
            params = scheduler.suggest(i).config
            values.append(value({q["name"]: params[q["name"]] for q in space}))
            trial = Trial(trial_id=i, config=params, creation_time=datetime.now())
            scheduler.on_trial_add(trial)
            scheduler.on_trial_complete(trial, {"value": values[-1], "epoch": 1})
        return values

    return run


def finished(path):
    """Returns the objectives and seeds in the file, whose last line may be the beginning of one that was interrupted."""
    lines = open(path).read().splitlines(keepends=True) if os.path.exists(path) else []
    whole = [line for line in lines if line.endswith("}\n")]
    if whole != lines:
        with open(path, "w") as file:
            file.writelines(whole)
    return {(run["objective"], run["seed"]) for run in map(json.loads, whole)}


def rounded(values):
    return [float(f"{value:.6g}") for value in values]


def main():
    peer, kind, seeds, trials, path = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    done = finished(path)
    run = syne_tune_search() if peer == "syne-tune-gp" else optuna_search(peer)
    made = ask({"list": kind})
    for seed in range(seeds):
        for objective in made:
            if (objective["name"], seed) in done:
                continue
            true = []

            def value(params):
                answer = ask({"kind": kind, "objective": objective["name"], "seed": seed, "params": params})
                true.append(answer["true"])
                return answer["value"]

            values = run(objective["space"], value, seed, trials)
            line = {"objective": objective["name"], "seed": seed, "values": rounded(values)}
            if true != values:
                line["true"] = rounded(true)
            with open(path, "a") as file:
                file.write(json.dumps(line) + "\n")


main()
