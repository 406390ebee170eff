// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The form an answer must have, as a tool that the model has to call.
 *
 * @param name        the tool's name
 * @param description what the tool is for
 * @param schema      the JSON Schema of its input
 */
public record Form(String name, String description, JsonNode schema) {}
