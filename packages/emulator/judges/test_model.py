"""boto3: models, from their creation to their end."""

import datetime
import uuid

import botocore.exceptions
import pytest
from botocore.validate import ParamValidator
from conftest import FOLDER

DATA = "s3://models/output/model.tar.gz"


@pytest.fixture
def name():
    data = FOLDER / "s3" / "models" / "output" / "model.tar.gz"
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_bytes(b"")
    return f"model-{uuid.uuid4().hex[:12]}"


def arn_of(name):
    return f"arn:aws:sagemaker:us-east-1:000000000000:model/{name}"


def create(client, name, **changes):
    container = {"Image": "image", "ModelDataUrl": DATA, "Environment": {"A": "1"}}
    return client.create_model(
        **{
            "ModelName": name,
            "PrimaryContainer": container,
            "ExecutionRoleArn": "arn:aws:iam::000000000000:role/test",
            **changes,
        }
    )["ModelArn"]


def message_of(call, **request):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**request)
    answer = error.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    return f"{answer['Error']['Code']}: {answer['Error']['Message']}"


def test_create_describe_delete(client, name):
    assert create(client, name) == arn_of(name)
    model = client.describe_model(ModelName=name)
    assert model["ModelArn"] == arn_of(name)
    assert model["PrimaryContainer"] == {
        "Image": "image", "ModelDataUrl": DATA, "Environment": {"A": "1"}, "Mode": "SingleModel",
    }
    assert isinstance(model["CreationTime"], datetime.datetime)
    client.delete_model(ModelName=name)
    missing = f'ValidationException: Could not find model "{arn_of(name)}".'
    assert message_of(client.describe_model, ModelName=name) == missing
    assert message_of(client.delete_model, ModelName=name) == missing


def test_every_answer_has_the_shape_of_the_model(client, name):
    create(client, name, Tags=[{"Key": "k", "Value": "v"}])
    for operation, answer in {
        "DescribeModel": client.describe_model(ModelName=name),
        "ListModels": client.list_models(),
        "ListTags": client.list_tags(ResourceArn=arn_of(name)),
        "Search": client.search(Resource="Model"),
    }.items():
        shape = client.meta.service_model.operation_model(operation).output_shape
        answer.pop("ResponseMetadata")
        report = ParamValidator().validate(answer, shape)
        assert not report.has_errors(), report.generate_report()


def test_refusals(client, name):
    create(client, name)
    request = {"ModelName": name, "PrimaryContainer": {"Image": "image"}}
    assert message_of(client.create_model, **request) == (
        f'ValidationException: Cannot create already existing model "{arn_of(name)}".'
    )
    request = {"ModelName": f"{name}-2", "PrimaryContainer": {"Image": "image", "ModelDataUrl": "s3://models/none"}}
    assert message_of(client.create_model, **request) == (
        "ValidationException: Could not find model data at s3://models/none."
    )
    assert "both" in message_of(client.create_model, **{**request, "Containers": [{"Image": "image"}]})
    assert "either" in message_of(client.create_model, ModelName=f"{name}-2")


def test_paginator(client, name):
    names = [f"{name}-{letter}" for letter in "abcde"]
    for each in names:
        create(client, each)
    pages = client.get_paginator("list_models").paginate(
        NameContains=name, SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2}
    )
    assert [model["ModelName"] for page in pages for model in page["Models"]] == names
    newest = client.list_models(NameContains=name, MaxResults=1)["Models"]
    assert [model["ModelName"] for model in newest] == [names[-1]]


def test_tags(client, name):
    arn = create(client, name, Tags=[{"Key": "a", "Value": "1"}])
    client.add_tags(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    client.delete_tags(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]


def test_aws_cli(client, aws, name):
    create(client, name)
    assert aws("describe-model", "--model-name", name)["ModelName"] == name
    assert [model["ModelName"] for model in aws("list-models", "--name-contains", name)["Models"]] == [name]
    aws("delete-model", "--model-name", name)
    assert aws("list-models", "--name-contains", name)["Models"] == []
