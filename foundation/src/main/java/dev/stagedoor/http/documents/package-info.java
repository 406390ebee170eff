// SPDX-License-Identifier: Apache-2.0
/**
 * Documents made from the route table: the OpenAPI document, a web page, the golden list of routes; and the platform's
 * own routes, which serve them as well as health, metrics and version.
 *
 * <p>Every document is made from the routes and the records of {@code api/} that they name, in a fixed order, so that a
 * change of the API is a change of a file under {@code docs/}.
 */
@NullMarked
package dev.stagedoor.http.documents;

import org.jspecify.annotations.NullMarked;
