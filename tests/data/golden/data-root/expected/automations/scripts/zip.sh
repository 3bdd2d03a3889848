tar c /data
