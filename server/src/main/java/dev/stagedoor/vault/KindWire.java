// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.http.Answer;

/**
 * How one kind of credential looks on the wire.
 *
 * @param name    its name in paths and JSON: {@code livekit}
 * @param named   whether a tenant may have many, each with a name
 * @param action  the action of the route that puts one: {@code credential.put}
 * @param summary one line about that route
 * @param takes   the body that it takes
 * @param answers the body that it answers with, and an example
 * @param example a body, for the documents
 */
public record KindWire<B>(
        String name, boolean named, String action, String summary, Class<B> takes, Answer.Json answers, B example) {}
