// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.orchestration.pattern.Agent;
import dev.stagedoor.orchestration.pattern.Prompt;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A definition as it is stored. */
record StoredDefinition(
        @JsonProperty("pattern") String pattern,
        @JsonProperty("task") List<StoredPart> task,
        @JsonProperty("members") List<StoredAgent> members,
        @JsonProperty("lead") @Nullable StoredAgent lead,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("converges") boolean converges) {
    record StoredPart(
            @JsonProperty("text") @Nullable String text,
            @JsonProperty("media_type") @Nullable String mediaType,
            @JsonProperty("data") @Nullable String data) {
        static StoredPart of(Prompt.Part part) {
            return switch (part) {
                case Prompt.Text text -> new StoredPart(text.text(), null, null);
                case Prompt.Image image -> new StoredPart(null, image.mediaType(), image.data());
            };
        }

        Prompt.Part part() {
            return text != null
                    ? new Prompt.Text(text, false)
                    : new Prompt.Image(String.valueOf(mediaType), Objects.requireNonNullElse(data, ""));
        }
    }

    record StoredAgent(
            @JsonProperty("name") String name,
            @JsonProperty("system_prompt") String systemPrompt,
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("max_tokens") @Nullable Integer maxTokens,
            @JsonProperty("temperature") @Nullable Double temperature) {
        static StoredAgent of(Agent agent) {
            return new StoredAgent(
                    agent.name(),
                    agent.systemPrompt(),
                    agent.description(),
                    agent.model(),
                    agent.maxTokens(),
                    agent.temperature());
        }

        Agent agent() {
            return new Agent(name, systemPrompt, description, model, maxTokens, temperature);
        }
    }

    static StoredDefinition of(Definition definition) {
        Agent lead = definition.lead();
        return new StoredDefinition(
                definition.kind().wire(),
                definition.task().parts().stream().map(StoredPart::of).toList(),
                definition.members().stream().map(StoredAgent::of).toList(),
                lead == null ? null : StoredAgent.of(lead),
                definition.rounds(),
                definition.converges());
    }

    Definition definition() {
        return new Definition(
                StoredWord.read(Definition.Kind.class, Definition.Kind::wire, pattern),
                new Prompt(task.stream().map(StoredPart::part).toList()),
                members.stream().map(StoredAgent::agent).toList(),
                lead == null ? null : lead.agent(),
                rounds,
                converges);
    }
}
