"""boto3: calls, waiters, paginators, errors. botocore's own shapes parse every answer."""

import datetime
import time

import boto3
import botocore.exceptions
import pytest
from botocore.validate import ParamValidator
from conftest import training_job, wait


def code_of(excinfo):
    return excinfo.value.response["Error"]["Code"], excinfo.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_create_wait_describe(client, name):
    arn = client.create_training_job(**training_job(name, HyperParameters={"a": "1"}))["TrainingJobArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:000000000000:training-job/{name}"
    wait(client, name)
    job = client.describe_training_job(TrainingJobName=name)
    assert job["TrainingJobStatus"] == "Completed"
    assert job["HyperParameters"] == {"a": "1"}
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == f"s3://bucket/output/{name}/output/model.tar.gz"
    assert isinstance(job["CreationTime"], datetime.datetime)
    assert [(m["MetricName"], m["Value"]) for m in job["FinalMetricDataList"]] == [("loss", 0.25)]
    assert [t["Status"] for t in job["SecondaryStatusTransitions"]] == [
        "Starting", "Downloading", "Training", "Uploading", "Completed",
    ]
    assert len(job["ResponseMetadata"]["RequestId"]) == 36


def test_every_answer_has_the_shape_of_the_model(client, name):
    """What botocore does not check of an answer: required members, and nothing that the model does not have."""
    client.create_training_job(**training_job(name, Tags=[{"Key": "k", "Value": "v"}]))
    wait(client, name)
    for operation, answer in {
        "DescribeTrainingJob": client.describe_training_job(TrainingJobName=name),
        "ListTrainingJobs": client.list_training_jobs(),
        "Search": client.search(Resource="TrainingJob"),
        "ListTags": client.list_tags(ResourceArn=f"arn:aws:sagemaker:us-east-1:000000000000:training-job/{name}"),
    }.items():
        shape = client.meta.service_model.operation_model(operation).output_shape
        answer.pop("ResponseMetadata")
        report = ParamValidator().validate(answer, shape)
        assert not report.has_errors(), report.generate_report()


def test_waiter_fails_on_a_failed_job(client, name):
    client.create_training_job(**training_job(name, "fails"))
    with pytest.raises(botocore.exceptions.WaiterError, match="terminal failure"):
        wait(client, name)
    assert client.describe_training_job(TrainingJobName=name)["FailureReason"] == "AlgorithmError: it broke, exit code: 1"


def test_waiter_fails_on_a_job_that_is_not_there(client, name):
    with pytest.raises(botocore.exceptions.WaiterError, match="terminal failure"):
        wait(client, name)


def test_stop(client, name):
    client.create_training_job(**training_job(name, "waits"))
    client.stop_training_job(TrainingJobName=name)
    wait(client, name)
    assert client.describe_training_job(TrainingJobName=name)["TrainingJobStatus"] == "Stopped"
    with pytest.raises(botocore.exceptions.ClientError) as error:
        client.stop_training_job(TrainingJobName=name)
    assert code_of(error) == ("ValidationException", 400)


def test_errors(client, name):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        client.describe_training_job(TrainingJobName=name)
    assert code_of(error) == ("ValidationException", 400)
    assert error.value.response["Error"]["Message"] == "Requested resource not found."
    with pytest.raises(client.exceptions.ResourceNotFound):
        client.delete_training_job(TrainingJobName=name)
    client.create_training_job(**training_job(name))
    with pytest.raises(client.exceptions.ResourceInUse, match="must be unique"):
        client.create_training_job(**training_job(name))
    with pytest.raises(botocore.exceptions.ClientError, match="not available yet") as error:
        client.list_endpoints()
    assert code_of(error) == ("UnknownOperationException", 400)
    arn = client.describe_training_job(TrainingJobName=name)["TrainingJobArn"]
    with pytest.raises(client.exceptions.ResourceLimitExceeded):
        client.add_tags(ResourceArn=arn, Tags=[{"Key": f"a{i}", "Value": ""} for i in range(50)])
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "one-more", "Value": ""}])
    wait(client, name)
    client.delete_training_job(TrainingJobName=name)


def test_errors_that_boto3_would_have_found_itself(url, name):
    unchecked = boto3.client(
        "sagemaker", endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b",
        config=botocore.config.Config(parameter_validation=False),
    )
    with pytest.raises(botocore.exceptions.ClientError, match="failed to satisfy constraint") as error:
        unchecked.create_training_job(**training_job("-bad-"))
    assert code_of(error) == ("ValidationException", 400)
    with pytest.raises(botocore.exceptions.ClientError) as error:
        unchecked.create_training_job(**training_job(name, HyperParameters={"a": 1}))
    assert code_of(error) == ("SerializationException", 400)


def test_tags(client, name):
    arn = client.create_training_job(**training_job(name, Tags=[{"Key": "a", "Value": "1"}]))["TrainingJobArn"]
    client.add_tags(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    client.delete_tags(ResourceArn=arn, TagKeys=["a"])
    pages = client.get_paginator("list_tags").paginate(ResourceArn=arn)
    assert [tag for page in pages for tag in page["Tags"]] == [{"Key": "b", "Value": "2"}]


def test_paginators(client, name):
    names = [f"{name}-{letter}" for letter in "abcde"]
    for each in names:
        client.create_training_job(**training_job(each, Tags=[{"Key": "set", "Value": name}]))
    for each in names:
        wait(client, each)
    pages = client.get_paginator("list_training_jobs").paginate(NameContains=name, PaginationConfig={"PageSize": 2})
    assert [job["TrainingJobName"] for page in pages for job in page["TrainingJobSummaries"]] == names
    expression = {"Filters": [{"Name": "Tags.set", "Value": name}, {"Name": "Metrics.loss", "Operator": "LessThan", "Value": "0.3"}]}
    pages = client.get_paginator("search").paginate(
        Resource="TrainingJob", SearchExpression=expression, SortBy="TrainingJobName", SortOrder="Ascending",
        PaginationConfig={"PageSize": 2},
    )
    assert [hit["TrainingJob"]["TrainingJobName"] for page in pages for hit in page["Results"]] == names


def test_clock_is_that_of_the_client(client, name):
    before = time.time()
    client.create_training_job(**training_job(name))
    created = client.describe_training_job(TrainingJobName=name)["CreationTime"].timestamp()
    assert before - 1 <= created <= time.time() + 1
