"""The names to ask with about what `crmkit.domain.pipelines` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline
from crmkit.ids import PipelineId
from crmkit.query.names import Field, Many, Names, TagsField, TextField


class PipelineNames(Names[Pipeline]):
    """The fields and relations of a pipeline."""

    __slots__ = ()

    version: Field[Pipeline, int] = Field("version")
    created_at: Field[Pipeline, datetime] = Field("created_at")
    archived_at: Field[Pipeline, datetime] = Field("archived_at")
    id: Field[Pipeline, PipelineId] = Field("id")
    key: Field[Pipeline, str] = Field("key")
    name: TextField[Pipeline] = TextField("name")
    lost_reasons: TagsField[Pipeline] = TagsField("lost_reasons")
    fail_reasons: TagsField[Pipeline] = TagsField("fail_reasons")
    currency: Field[Pipeline, str] = Field("currency")
    deals: Many[Pipeline, Deal] = Many("deals")


pipeline = PipelineNames()
