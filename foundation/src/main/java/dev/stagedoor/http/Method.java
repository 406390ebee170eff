package dev.stagedoor.http;

/** The HTTP methods routes use. */
public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;
}
