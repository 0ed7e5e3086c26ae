"""Runs one open tuner on the benchmark's objectives. Usage: peers.py PEER KIND SEEDS TRIALS FILE

KIND is plain, shifted, held-out, parallel or warm.

Appends a line of JSON for each seed and objective that FILE has not: {"objective", "seed", "values", "true"}, to six
digits; "true" are the values without the noise of an objective that has some. "parallel" are the objectives as given,
four trials in flight, of which the oldest ends before a suggestion is made. With "warm" there is a line for each way
to start a child, {"start"}, and the child is given the very trials of parents that ours is given.
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

    def distribution(q):
        if q["type"] == "categorical":
            return optuna.distributions.CategoricalDistribution(q["values"])
        make = {"int": optuna.distributions.IntDistribution, "float": optuna.distributions.FloatDistribution}
        return make[q["type"]](q["min"], q["max"], log=q["scale"] == "log")

    def run(space, value, seed, trials, parents, parallel):
        sampler = {"optuna-tpe": optuna.samplers.TPESampler, "optuna-gp": optuna.samplers.GPSampler}[kind](seed=seed)
        distributions = {q["name"]: distribution(q) for q in space}
        # Optuna has no transfer: what its users do is to give a study the trials of others as its own.
        study = optuna.create_study(sampler=sampler)
        for params, found in (trial for parent in parents for trial in parent):
            study.add_trial(optuna.trial.create_trial(params=params, distributions=distributions, value=found))
        return in_flight(
            trials, parallel, lambda _: study.ask(distributions), lambda trial: value(trial.params), study.tell
        )

    return run


def syne_tune_search(kind):
    import numpy as np
    import pandas
    from datetime import datetime
    from syne_tune.backend.trial_status import Trial
    from syne_tune.config_space import choice, lograndint, loguniform, randint, uniform
    from syne_tune.optimizer.baselines import BayesianOptimization
    from syne_tune.optimizer.schedulers.transfer_learning import BoundingBox, TransferLearningTaskEvaluations

    logging.disable(logging.CRITICAL)

    def domain(q):
        if q["type"] == "categorical":
            return choice(q["values"])
        make = {"float": {"log": loguniform, "linear": uniform}, "int": {"log": lograndint, "linear": randint}}
        return make[q["type"]][q["scale"]](q["min"], q["max"])

    def process(domains, seed, **options):
        return BayesianOptimization(
            domains, metric="value", mode="min", random_seed=seed, search_options={"debug_log": False, **options}
        )

    def tasks(domains, seed, parents):
        """One process over the tasks, which its kernel tells apart: the parents' and the child's."""
        names = ["child", *(f"parent-{k}" for k in range(len(parents)))]
        scheduler = process(
            {**domains, "task": choice(names)}, seed,
            transfer_learning_task_attr="task", transfer_learning_active_task="child",
        )
        told = [({**params, "task": name}, found) for name, parent in zip(names[1:], parents) for params, found in parent]
        for i, (config, found) in enumerate(told):
            tell(scheduler, add(scheduler, i, config), found)
        return scheduler, len(told)

    def box(domains, seed, parents):
        """A search between the best of each parent (Perrone 2019)."""

        def evaluations(parent):
            values = np.array([found for _, found in parent]).reshape(-1, 1, 1, 1)
            table = pandas.DataFrame([params for params, _ in parent])
            return TransferLearningTaskEvaluations(domains, table, ["value"], values)

        made = BoundingBox(
            lambda inner, mode, metric: process(inner, seed), domains, "value",
            {f"parent-{k}": evaluations(parent) for k, parent in enumerate(parents)}, "min",
        )
        return made.scheduler, 0

    def add(scheduler, i, config):
        trial = Trial(trial_id=i, config=config, creation_time=datetime.now())
        scheduler.on_trial_add(trial)
        return trial

    def tell(scheduler, trial, found):
        scheduler.on_trial_complete(trial, {"value": found, "epoch": 1})

    def run(space, value, seed, trials, parents, parallel):
        np.random.seed(seed)
        domains = {q["name"]: domain(q) for q in space}
        if not parents:
            scheduler, first = process(domains, seed), 0
        else:
            scheduler, first = {"syne-tune-gp": tasks, "syne-tune-box": box}[kind](domains, seed, parents)
        return in_flight(
            trials,
            parallel,
            lambda i: add(scheduler, first + i, scheduler.suggest(first + i).config),
            lambda trial: value({q["name"]: trial.config[q["name"]] for q in space}),
            lambda trial, found: tell(scheduler, trial, found),
        )

    return run


def in_flight(count, parallel, suggest, evaluate, tell):
    """Returns the values of so many trials in their order; a suggestion is made once fewer than `parallel` run."""
    values, running = [], []
    for i in range(count):
        if len(running) == parallel:
            tell(*running.pop(0))
        trial = suggest(i)
        values.append(evaluate(trial))
        running.append((trial, values[-1]))
    return values


def finished(path):
    """Returns what of each seed is in the file, whose last line may be the beginning of one that was interrupted."""
    lines = open(path).read().splitlines(keepends=True) if os.path.exists(path) else []
    whole = [line for line in lines if line.endswith("}\n")]
    if whole != lines:
        with open(path, "w") as file:
            file.writelines(whole)
    return {(run["objective"], run.get("start"), run["seed"]) for run in map(json.loads, whole)}


def rounded(values):
    return [float(f"{value:.6g}") for value in values]


def main():
    peer, kind, seeds, trials, path = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    done = finished(path)
    run = syne_tune_search(peer) if peer.startswith("syne-tune") else optuna_search(peer)
    made = ask({"list": kind})
    for seed, objective, start in ((seed, each, start) for seed in range(seeds) for each in made for start in each["starts"]):
        name = objective["name"]
        if (name, start, seed) in done:
            continue
        true = []

        def value(params):
            answer = ask({"kind": kind, "objective": name, "seed": seed, "params": params})
            true.append(answer["true"])
            return answer["value"]

        parents = ask({"parents": start, "objective": name, "seed": seed}) if start else []
        values = run(objective["space"], value, seed, trials, parents, 4 if kind == "parallel" else 1)
        line = {"objective": name, **({"start": start} if start else {}), "seed": seed, "values": rounded(values)}
        if true != values:
            line["true"] = rounded(true)
        with open(path, "a") as file:
            file.write(json.dumps(line) + "\n")


main()
