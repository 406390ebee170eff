// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

/** The HTTP methods routes use. */
public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;
}
