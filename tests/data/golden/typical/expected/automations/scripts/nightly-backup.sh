set -eu
echo "backup of $(hostname) at $(date -Iseconds)"
tar -czf "/backup/notes-$(date +%F).tar.gz" /data/notes
