/** Tests of the embedded server, through the JDK's HTTP client and bare sockets: never through our own client. */
package dev.reactivetoken.testing.server;
