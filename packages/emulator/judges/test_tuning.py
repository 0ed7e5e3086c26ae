"""Tuning through boto3 and the AWS CLI. Every answer is held against botocore's own output shapes."""

import json

import botocore.exceptions
import pytest
from botocore.validate import ParamValidator
from conftest import tuning_job, wait, wait_for_tuning

NAME = "HyperParameterTuningJobName"


@pytest.fixture
def tune(name):
    return f"tune-{name[4:]}"


def check_shape(client, operation, answer):
    """Required members, types, and nothing that the model does not have."""
    body = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
    shape = client.meta.service_model.operation_model(operation).output_shape
    report = ParamValidator().validate(body, shape)
    assert not report.has_errors(), report.generate_report()
    return answer


def trials_of(client, tune):
    pages = client.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName=tune, PaginationConfig={"PageSize": 3}
    )
    return [trial for page in pages for trial in check_shape(client, "ListTrainingJobsForHyperParameterTuningJob", page)["TrainingJobSummaries"]]


def value_of(trial):
    return trial["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]


def test_a_tuning_job_from_start_to_end(client, tune):
    created = client.create_hyper_parameter_tuning_job(**tuning_job(tune, most=8, Tags=[{"Key": "set", "Value": tune}]))
    arn = check_shape(client, "CreateHyperParameterTuningJob", created)["HyperParameterTuningJobArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/{tune}"
    job = check_shape(client, "DescribeHyperParameterTuningJob", wait_for_tuning(client, tune))
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["TrainingJobStatusCounters"] == {
        "Completed": 8, "InProgress": 0, "RetryableError": 0, "NonRetryableError": 0, "Stopped": 0,
    }
    assert job["ObjectiveStatusCounters"] == {"Succeeded": 8, "Pending": 0, "Failed": 0}
    trials = trials_of(client, tune)
    assert [trial["TrainingJobName"][: len(tune) + 4] for trial in trials] == [f"{tune}-{index:03}" for index in range(1, 9)]
    for trial in trials:
        x = float(trial["TunedHyperParameters"]["x"])
        assert 0 <= x <= 1 and value_of(trial) == pytest.approx((x - 0.3) ** 2, abs=1e-6)
    assert job["BestTrainingJob"] == min(trials, key=value_of)
    by_value = client.list_training_jobs_for_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=tune, SortBy="FinalObjectiveMetricValue", SortOrder="Descending"
    )["TrainingJobSummaries"]
    assert by_value == sorted(trials, key=value_of, reverse=True)
    child = client.describe_training_job(TrainingJobName=trials[0]["TrainingJobName"])
    check_shape(client, "DescribeTrainingJob", child)
    assert child["TuningJobArn"] == arn
    assert child["HyperParameters"] == {
        "seed": "0", **{f"_assay_spec_{slot}": "{}" for slot in range(8)},
        "x": trials[0]["TunedHyperParameters"]["x"], "_tuning_objective_metric": "objective",
    }
    assert client.list_tags(ResourceArn=child["TrainingJobArn"])["Tags"] == [{"Key": "set", "Value": tune}]


def test_search_and_list(client, tune):
    client.create_hyper_parameter_tuning_job(**tuning_job(tune, most=3, Tags=[{"Key": "set", "Value": tune}]))
    job = wait_for_tuning(client, tune)
    by_tag = {"Filters": [{"Name": "Tags.set", "Value": tune}]}
    found = check_shape(client, "Search", client.search(Resource="HyperParameterTuningJob", SearchExpression=by_tag))
    [record] = [hit["HyperParameterTuningJob"] for hit in found["Results"]]
    assert record["BestTrainingJob"] == job["BestTrainingJob"] and record["Tags"] == [{"Key": "set", "Value": tune}]
    children = check_shape(client, "Search", client.search(Resource="TrainingJob", SearchExpression=by_tag))
    assert {hit["TrainingJob"]["TuningJobArn"] for hit in children["Results"]} == {job["HyperParameterTuningJobArn"]}
    assert len(children["Results"]) == 3
    pages = client.get_paginator("list_hyper_parameter_tuning_jobs").paginate(NameContains=tune)
    summaries = [each for page in pages for each in check_shape(client, "ListHyperParameterTuningJobs", page)["HyperParameterTuningJobSummaries"]]
    assert [(each[NAME], each["Strategy"]) for each in summaries] == [(tune, "Bayesian")]


def test_stop_and_delete(client, tune):
    client.create_hyper_parameter_tuning_job(**tuning_job(tune, "waits", most=9))
    with pytest.raises(client.exceptions.ResourceInUse):
        client.delete_hyper_parameter_tuning_job(HyperParameterTuningJobName=tune)
    client.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=tune)
    job = check_shape(client, "DescribeHyperParameterTuningJob", wait_for_tuning(client, tune))
    assert job["HyperParameterTuningJobStatus"] == "Stopped"
    trials = trials_of(client, tune)
    assert {trial["TrainingJobStatus"] for trial in trials} <= {"Stopped"}
    with pytest.raises(botocore.exceptions.ClientError, match="is in status Stopped") as error:
        client.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=tune)
    assert error.value.response["Error"]["Code"] == "ValidationException"
    client.delete_hyper_parameter_tuning_job(HyperParameterTuningJobName=tune)
    with pytest.raises(client.exceptions.ResourceNotFound, match="can't find a tuning job"):
        client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=tune)
    for trial in trials:
        client.describe_training_job(TrainingJobName=trial["TrainingJobName"])


def test_early_stopping(client, tune):
    config = {"TrainingJobEarlyStoppingType": "Auto", "Strategy": "Random"}
    client.create_hyper_parameter_tuning_job(**tuning_job(tune, "epochs", most=8, config=config))
    job = wait_for_tuning(client, tune)
    stopped = [trial for trial in trials_of(client, tune) if trial["TrainingJobStatus"] == "Stopped"]
    assert job["TrainingJobStatusCounters"]["Stopped"] == len(stopped) > 0
    assert all(trial["ObjectiveStatus"] == "Succeeded" for trial in stopped)
    client.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=stopped[0]["TrainingJobName"])


def test_warm_start(client, tune):
    client.create_hyper_parameter_tuning_job(**tuning_job(tune, most=5))
    parent = wait_for_tuning(client, tune)
    warm = {"ParentHyperParameterTuningJobs": [{NAME: tune}], "WarmStartType": "IdenticalDataAndAlgorithm"}
    child = f"{tune}-w"
    client.create_hyper_parameter_tuning_job(**tuning_job(child, most=3, WarmStartConfig=warm))
    job = check_shape(client, "DescribeHyperParameterTuningJob", wait_for_tuning(client, child))
    best = min(parent["BestTrainingJob"], job["BestTrainingJob"], key=value_of)
    assert job["OverallBestTrainingJob"] == best
    assert job["WarmStartConfig"] == warm
    more = {"StaticHyperParameters": {"seed": "0"}}
    with pytest.raises(botocore.exceptions.ClientError, match="The set of tunable plus static HyperParameter names is not the same"):
        client.create_hyper_parameter_tuning_job(**tuning_job(f"{tune}-x", definition=more, WarmStartConfig=warm))


def test_errors(client, tune):
    with pytest.raises(botocore.exceptions.ClientError, match="enough combinations of hyperparameter ranges"):
        ranges = {"IntegerParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "2"}]}
        client.create_hyper_parameter_tuning_job(**tuning_job(tune, most=4, config={"ParameterRanges": ranges}))
    with pytest.raises(client.exceptions.ResourceLimitExceeded):
        client.create_hyper_parameter_tuning_job(**tuning_job(tune, most=751))
    client.create_hyper_parameter_tuning_job(**tuning_job(tune, most=1, parallel=1))
    with pytest.raises(client.exceptions.ResourceInUse, match="must be unique"):
        client.create_hyper_parameter_tuning_job(**tuning_job(tune.upper()))
    wait_for_tuning(client, tune)


def test_the_aws_cli(aws, client, tune):
    aws("create-hyper-parameter-tuning-job", "--cli-input-json", json.dumps(tuning_job(tune, most=2)))
    wait_for_tuning(client, tune)
    job = aws("describe-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", tune)
    trials = aws("list-training-jobs-for-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", tune)
    assert [trial["TrainingJobStatus"] for trial in trials["TrainingJobSummaries"]] == ["Completed", "Completed"]
    assert job["BestTrainingJob"] in trials["TrainingJobSummaries"]
    assert aws("delete-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", tune) is None
    wait(client, trials["TrainingJobSummaries"][0]["TrainingJobName"])
